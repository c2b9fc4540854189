import { Button, Group } from '@mantine/core'
import { IconBug, IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { Page } from '../ui/Page'
import { words } from '../ui/ProblemNote'

const home = <Button renderRoot={(props) => <Link to="/" {...props} />}>All datasets</Button>

/** NotFoundPage is shown for an address that means nothing. */
export function NotFoundPage() {
  return (
    <>
      <TopBar trail={['Not found']} />
      <Page title="There is nothing here">
        <EmptyState icon={<IconMapOff size={30} />} title="This address leads nowhere"
          text="It may have been mistyped, or what it showed has been deleted.">{home}</EmptyState>
      </Page>
    </>
  )
}

/** CrashPage is shown when a page breaks; it keeps the reason, so that it can be reported. */
export function CrashPage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <>
      <TopBar trail={['Error']} />
      <Page title="Something went wrong on this page">
        <EmptyState icon={<IconBug size={30} />} title="The page stopped working"
          text={`Nothing that was saved is lost. The reason given was: ${words(error)}`}>
          <Group><Button variant="default" onClick={reset}>Try again</Button>{home}</Group>
        </EmptyState>
      </Page>
    </>
  )
}
