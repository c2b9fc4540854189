/**
 * traced runs steps and tells the tasks of the page's main thread meanwhile, each with its time on the clock and on the processor, in ms.
 * A machine that draws in software lacks processors: what waits for one is long on the clock, and busy only for its processor time.
 */
export async function traced(browser, page, steps) {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })
  let text
  try {
    // What the start of the trace itself costs is no task of the page.
    await page.waitForTimeout(500)
    await page.evaluate(() => performance.mark('traced'))
    await steps()
  } finally {
    text = await browser.stopTracing()
  }
  const { traceEvents } = JSON.parse(text.toString())
  const begun = traceEvents.find((event) => event.name === 'traced')
  if (!begun) throw new Error('the trace does not hold its beginning')
  return traceEvents
    .filter((event) => event.pid === begun.pid && event.tid === begun.tid && event.ph === 'X' && event.name === 'ThreadControllerImpl::RunTask' && event.ts >= begun.ts)
    .map((event) => ({ wall: (event.dur ?? 0) / 1000, processor: (event.tdur ?? 0) / 1000 }))
}
