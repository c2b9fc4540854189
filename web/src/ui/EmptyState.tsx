import { Stack, Text, Title } from '@mantine/core'

interface Props {
  icon: React.ReactNode
  title: string
  text: string
  children?: React.ReactNode
}

/** EmptyState says what would be here and offers the next step. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <Stack align="center" gap="sm" py={40} px="md" ta="center">
      <div style={{ color: 'var(--bw-accent)', background: 'var(--bw-accent-soft)', borderRadius: 16, padding: 14, lineHeight: 0 }}>
        {icon}
      </div>
      <Title order={2} size="h3">{title}</Title>
      <Text c="dimmed" size="sm" maw={420}>{text}</Text>
      {children}
    </Stack>
  )
}
