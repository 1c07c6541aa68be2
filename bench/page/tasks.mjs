const TASK = 'ThreadControllerImpl::RunTask'
const LONG_MS = 50

/**
 * Notes the tasks of the page's main thread while something is done: how many took longer than 50 ms, and how long the
 * longest took; by the clock, and of the processor alone, so that it is known what other programs have to do with it.
 */
export async function noteTasks(browser, act) {
  const devtools = await browser.newBrowserCDPSession()
  const threads = new Map()
  const mains = new Set()
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const thread = `${event.pid} ${event.tid}`
      if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') mains.add(thread)
      if (event.name === TASK && event.ph === 'X') count(threads, thread, event)
    }
  })
  await devtools.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] },
  })
  const result = await act()
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve))
  await devtools.send('Tracing.end')
  await complete
  await devtools.detach()
  const [busiest] = [...mains].flatMap((main) => threads.get(main) ?? []).sort((a, b) => b.count - a.count)
  return [result, busiest]
}

/** Trace events have microseconds. */
function count(threads, thread, { dur = 0, tdur = 0 }) {
  const tasks = threads.get(thread) ?? {
    count: 0,
    clock: { long: 0, most: 0 },
    processor: { long: 0, most: 0 },
  }
  threads.set(thread, tasks)
  tasks.count++
  for (const [how, ms] of [
    [tasks.clock, dur / 1000],
    [tasks.processor, tdur / 1000],
  ]) {
    if (ms > LONG_MS) how.long++
    how.most = Math.max(how.most, ms)
  }
}
