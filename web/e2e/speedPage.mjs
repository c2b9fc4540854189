/** inPage runs in the page before anything else: what the benchmark measures with. It must not use anything outside itself. */
export function inPage() {
  const holder = () => document.querySelector('[data-testid=map]')
  const planMap = () => holder()?.planMap

  /** finished waits for the pixels of the frame just drawn: commands to the GPU are queued, reading a pixel waits for them. */
  const finished = (map) => {
    const gl = map.getCanvas().getContext('webgl2')
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
    return performance.now()
  }

  /** drawn waits until the pixels of the next frame are done. */
  const drawn = (map) => new Promise((resolve) => {
    map.once('render', () => resolve(finished(map)))
    map.triggerRepaint()
  })

  const idle = async (map) => {
    while (!map.loaded() || map.isMoving()) await new Promise((resolve) => map.once('idle', resolve))
  }

  let lasso
  let frames
  globalThis.speed = {
    /** firstPaint is the time from the start of the navigation to units drawn in the colours of their territories. */
    firstPaint: async () => {
      while (!planMap()) await new Promise((resolve) => setTimeout(resolve, 5))
      const held = planMap()
      const coloured = () => !held.book.empty && held.plan && held.points.slots.some((slot) => slot > 0)
      return new Promise((resolve) => {
        const look = () => {
          if (!coloured()) return
          held.map.off('render', look)
          resolve(finished(held.map))
        }
        held.map.on('render', look)
        if (coloured()) held.map.triggerRepaint()
      })
    },
    settled: async () => {
      while (!planMap()?.plan || planMap().book.empty) await new Promise((resolve) => setTimeout(resolve, 20))
      const held = planMap()
      for (let calm = 0; calm < 4;) {
        await idle(held.map)
        await new Promise((resolve) => setTimeout(resolve, 60))
        calm = held.map.loaded() && !held.map.isMoving() ? calm + 1 : 0
      }
    },
    /** recolour shows another plan and the first again, and times frames of the map without units for comparison. */
    recolour: async (id, times) => {
      const held = planMap()
      const first = held.plan
      const bytes = await (await fetch(`/api/v1/alignments/${id}/assignment?version=1`)).arrayBuffer()
      const there = new Int32Array(bytes)
      const plan = { ...first, assignment: there.map((_, unit) => first.slots.numbers[1 + (there[unit] + unit % 3) % (first.slots.numbers.length - 1)]) }
      const timed = async (work) => {
        const start = performance.now()
        work?.()
        return (await drawn(held.map)) - start
      }
      const on = held.layers
      held.showLayers(new Set())
      await held.map.once('idle')
      await globalThis.speed.settled()
      const base = []
      for (let k = 0; k < times; k++) base.push(await timed())
      held.showLayers(on)
      await globalThis.speed.settled()
      const recolour = []
      const main = []
      for (let k = 0; k < times; k++) {
        performance.clearMeasures('recolour')
        let shaped
        recolour.push(await timed(() => { shaped = held.show(k % 2 === 0 ? plan : first) }))
        main.push(performance.getEntriesByName('recolour')[0].duration)
        // The next begins when the shapes of this one are there and the panels beside the map have followed.
        await shaped
        await globalThis.speed.settled()
        await new Promise((resolve) => setTimeout(resolve, 800))
      }
      // The first of each pays for what is made once.
      return { base: base.slice(2), recolour: recolour.slice(2), main: main.slice(2) }
    },
    armLasso: () => {
      lasso = new Promise((resolve) => {
        window.addEventListener('pointerup', () => {
          const start = performance.now()
          const look = () => {
            const card = document.querySelector('[data-testid=selection][data-drawing=false]')
            if (card?.querySelector('[data-testid=effect]')) setTimeout(() => resolve(performance.now() - start), 0)
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }, { once: true, capture: true })
      })
    },
    lassoed: () => lasso,
    /** boundaries shows a set several times, and times each until it is drawn. */
    boundaries: async (shown, times) => {
      const held = planMap()
      const out = []
      for (let k = 0; k < times; k++) {
        await held.showBoundaries(undefined)
        await globalThis.speed.settled()
        const start = performance.now()
        await held.showBoundaries(shown)
        held.boundaries.paint(40_000, (b) => ({ colour: ['#599adc', '#cc7e03', '#2c8769', '#786ad4'][b % 4], split: false, shared: false }))
        do await new Promise((resolve) => held.map.once('idle', resolve))
        while (!held.map.isSourceLoaded('boundaries'))
        out.push((await drawn(held.map)) - start)
      }
      return out
    },
    /** bare leaves the empty base map. */
    bare: async () => {
      planMap().showLayers(new Set())
      await planMap().showBoundaries(undefined)
      await globalThis.speed.settled()
    },
    /** watchFrames notes when the map draws; unwatchFrames gives the times. */
    watchFrames: () => {
      const times = []
      const note = () => times.push(performance.now())
      planMap().map.on('render', note)
      frames = { stop: () => { planMap().map.off('render', note); return times } }
    },
    unwatchFrames: () => frames.stop(),
  }
}
