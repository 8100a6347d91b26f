import type { PageResult, SessionResult } from '../src/page/result.ts';
import type { PageSettings } from '../src/page/settings.ts';
import { fused, fusedLoss } from './contenders/fused.ts';
import { naive } from './contenders/naive.ts';
import { tfjsFused, tfjsSeparable } from './contenders/tfjs.ts';
import { isSoftware } from './device/adapter.ts';
import { openDeviceProblem } from './device/problem.ts';
import { measure } from './measuring/measure.ts';
import { createOutbox, postResult } from './outbox.ts';
import { elements, showProblem } from './view/elements.ts';
import { findAdapter } from './view/find-adapter.ts';
import { resultsMarkup } from './view/results.ts';
import { connectSharing } from './view/sharing.ts';

const settings = JSON.parse(elements.page.dataset.settings!) as PageSettings;
const contenders = [fusedLoss, fused, naive, tfjsFused, tfjsSeparable];
const results: PageResult[] = [];
const outbox = createOutbox(postResult, showProblem);
let hidden = document.hidden;
document.addEventListener('visibilitychange', () => {
  hidden ||= document.hidden;
});

const adapter = await findAdapter();
if (adapter !== undefined) {
  connectSharing(results, settings);
  elements.start.disabled = false;
  elements.start.addEventListener('click', () => void start(adapter));
}

async function start(of: GPUAdapter): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  elements.stop.addEventListener('click', stop, { once: true });
  setMeasuring(true);
  const session = sessionOf(of);
  report(session);
  try {
    await measure({
      session: session.session,
      settings,
      contenders,
      openProblem: (size) => openDeviceProblem(size, settings.window),
      wasHidden() {
        const was = hidden;
        hidden = document.hidden;
        return was;
      },
      report,
      onProgress: (text, fraction) => show(`${text} …`, fraction),
      signal: stopping.signal,
    });
    await outbox.settled();
    show(stopping.signal.aborted ? 'Stopped.' : 'Finished.', 1);
  } finally {
    elements.stop.removeEventListener('click', stop);
    setMeasuring(false);
  }
}

function sessionOf(of: GPUAdapter): SessionResult {
  const { vendor, architecture, device, description } = of.info;
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return {
    kind: 'session',
    session: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    name: elements.name.value.trim(),
    adapter: { vendor, architecture, device, description },
    software: isSoftware(of),
    browser: navigator.userAgent,
  };
}

function report(result: PageResult): void {
  results.push(result);
  outbox.add(result);
  elements.results.innerHTML = resultsMarkup(results, settings);
}

function show(text: string, fraction: number): void {
  elements.status.textContent = text;
  elements.progress.value = fraction;
}

function setMeasuring(measuring: boolean): void {
  elements.start.disabled = measuring;
  elements.stop.disabled = !measuring;
  elements.markdown.disabled = measuring;
  elements.json.disabled = false;
}
