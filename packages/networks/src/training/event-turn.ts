/**
 * Gives the event loop a turn, so that timers, signals and input are served between steps that never wait for any. A
 * timer would do so too, but slowly in a page in the background.
 */
export function eventTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const turn = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', turn, { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
