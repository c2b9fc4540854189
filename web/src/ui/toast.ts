import { notifications } from '@mantine/notifications'
import { t } from '../i18n'
import { words } from './said'

const dismiss = () => ({ 'aria-label': t('common.dismiss') })

/** done tells that something has worked. */
export const done = (title: string, message?: string): void => {
  notifications.show({ title, message: message ?? '', color: 'pine', autoClose: 5000, withBorder: true, closeButtonProps: dismiss() })
}

/** failed tells that something done in passing did not work; where there is room, use ProblemNote instead. */
export const failed = (title: string, error: unknown): void => {
  notifications.show({
    title, message: words(error), color: 'red', autoClose: 12000, withBorder: true,
    role: 'alert', closeButtonProps: dismiss(),
  })
}
