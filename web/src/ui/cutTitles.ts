/**
 * startCutTitles lets whoever points at a text that has no room read all of it: where it ends in dots, it gets itself as a title.
 * What has a title of its own keeps it.
 */
export function startCutTitles(): void {
  document.addEventListener('mouseover', ({ target }) => {
    if (!(target instanceof HTMLElement) || getComputedStyle(target).textOverflow !== 'ellipsis') return
    const cut = target.scrollWidth > target.clientWidth
    if (cut && !target.closest('[title]')) {
      target.title = target.textContent
      target.dataset['cut'] = 'true'
    } else if (!cut && target.dataset['cut']) {
      target.removeAttribute('title')
      delete target.dataset['cut']
    }
  })
}
