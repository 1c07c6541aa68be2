/** Resolves as soon as something is so; the test's own time limit is the end of patience. */
export async function until(isSo: () => unknown, most = 20_000): Promise<void> {
  const started = performance.now()
  while (!(await isSo())) {
    if (performance.now() - started > most) throw new Error(`Not within ${most} ms: ${isSo}`)
    await Bun.sleep(2)
  }
}
