import type { IntlMessageFormat } from 'intl-messageformat'

type Ast = ReturnType<IntlMessageFormat['getAst']>

const accented: Readonly<Record<string, string>> = {
  a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', n: 'ñ', c: 'ç', y: 'ý',
}

/** stretch makes a text two fifths longer, as German often is, and marks its letters. */
export const stretch = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => accented[letter] ?? letter).replace(/\p{L}{4,}/gu, (word) => word + word.slice(-Math.ceil(word.length * 0.4)))

/** stretched does so with the literal parts of a message, in every branch of it. */
export function stretched(ast: Ast): Ast {
  return ast.map((part) => {
    const changed = { ...part } as Record<string, unknown>
    // 0 is literal text; plurals and selects have options, tags have children.
    if (part.type === 0) changed['value'] = stretch(part.value)
    if ('options' in part) {
      changed['options'] = Object.fromEntries(Object.entries(part.options).map(([k, o]) => [k, { ...o, value: stretched(o.value) }]))
    }
    if ('children' in part) changed['children'] = stretched(part.children)
    return changed as unknown as Ast[number]
  })
}
