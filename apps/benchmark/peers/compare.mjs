try {
  const { start } = await import('../dist/peers.js');
  await start(import.meta.dirname);
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(`${error.message}\nThe benchmark is not built. Run "npm run build" in the repository first.\n`);
  process.exitCode = 1;
}
