import { written } from '../edit/legendColumns'
import { useDesk } from '../edit/desk'
import { keepLayers, writeCamera, type Camera } from '../edit/viewLink'
import { t } from '../i18n'
import { done, failed } from '../ui/toast'
import type { DeskView } from './useDeskView'

/** linkTo is the address of this page with everything that makes up the view. */
export function linkTo(view: DeskView, camera: Camera, level: number): string {
  const address = new URL(window.location.href)
  const { area, shading } = useDesk.getState()
  const parts: Record<string, string | undefined> = {
    at: writeCamera(camera), level: String(level), measure: view.measure, area: area > 0 ? String(area) : undefined,
    columns: JSON.stringify(view.columns.map(written)), layers: JSON.stringify(keepLayers(view.layers)), shade: shading === 'territories' ? undefined : shading,
  }
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) address.searchParams.set(name, value)
  return address.toString()
}

/** copyLink puts a link to this view into the clipboard. */
export async function copyLink(view: DeskView, camera: Camera, level: number): Promise<void> {
  try {
    await navigator.clipboard.writeText(linkTo(view, camera, level))
    done(t('look.copied'), t('look.copiedText'))
  } catch (error) {
    failed(t('look.notCopied'), error)
  }
}
