/** Attributes whose words are read by people. */
const attributes = new Set([
  'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'label', 'description', 'alt', 'text', 'hint', 'action', 'retryLabel',
  'error', 'caption', 'header', 'legend', 'nothingFoundMessage', 'tooltip', 'suffix', 'prefix', 'summary', 'note', 'empty', 'what',
  'subtitle', 'message', 'said', 'xLabel', 'yLabel', 'onLabel', 'offLabel', 'yes', 'no', 'help', 'unit', 'footer', 'explain',
])

/** Attributes that never hold words. */
const mechanical = new Set([
  'className', 'style', 'styles', 'd', 'viewBox', 'transform', 'fill', 'stroke', 'accept', 'href', 'src', 'role', 'rel', 'to', 'id',
  'key', 'type', 'kind', 'font', 'mimeType', 'data-testid', 'gridTemplateColumns', 'template', 'color', 'c', 'fz', 'w', 'h', 'variant', 'name', 'mask', 'allow',
])

/** isMechanical is true for attributes that never hold words; the name that a component of ours is given does. */
const isMechanical = (attribute) => mechanical.has(attribute.name.name) && !(attribute.name.name === 'name' && /^[A-Z]/.test(attribute.parent.name.name ?? ''))

/** Calls whose arguments are not read by people. */
const silent = new Set([
  't', 'rich', 'querySelector', 'querySelectorAll', 'closest', 'addEventListener', 'removeEventListener', 'getElementById', 'RegExp',
  'getItem', 'setItem', 'removeItem', 'getContext', 'createElement', 'setAttribute', 'getAttribute', 'includes', 'startsWith', 'endsWith', 'split', 'join',
  'replace', 'replaceAll', 'test', 'match', 'getPropertyValue', 'has', 'get', 'set', 'getUniformLocation', 'getAttribLocation', 'lazyRouteComponent',
])

const letters = /\p{L}/u
/** A capital letter and more of a word at the start, or two words with a space between them. */
const sentence = /^\s*["“'(]?[A-Z][\p{Ll}’']{2,}(?![\w-]*[A-Z_/])|\p{L}{2,}[,;:]? \p{L}+|\s\p{L}{3,}[.!?…]?$|^\p{L}{3,}\s/u
const css = /var\(--|calc\(|\d(px|rem|fr|vh|%)|minmax\(|^(solid|rgba?)\b|\bto (left|right|top|bottom)\b/

/** Addresses, commands, queries, formulas, keys and media queries are the same in every language. */
const technical = /^https?:|^[\w-]+(\.[\w-]+)+$|^-----BEGIN|^bailiwick \w|^\(prefers-|^(Annual)?Revenue\b|^SELECT /

const wordsOf = (node) =>
  node.type === 'TemplateLiteral' ? node.quasis.map((q) => q.value.cooked).join('\u0001') : node.type === 'JSXText' ? node.value : node.value

const isString = (node) => (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral'

/** rendered finds what an expression ends up in: the JSX child or attribute that shows its value, if any. */
function rendered(node) {
  let at = node
  for (let up = node.parent; up; at = up, up = up.parent) {
    switch (up.type) {
      case 'ConditionalExpression':
        if (up.test === at) return undefined
        break
      case 'LogicalExpression':
        if (up.left === at && up.operator === '&&') return undefined
        break
      case 'TemplateLiteral':
        break
      case 'BinaryExpression':
        if (up.operator !== '+') return undefined
        break
      case 'JSXExpressionContainer':
        return up.parent.type === 'JSXAttribute' ? up.parent : up
      case 'JSXAttribute':
        return up
      default:
        return undefined
    }
  }
  return undefined
}

const calleeName = (call) => (call.callee.type === 'MemberExpression' ? call.callee.property.name : call.callee.name)

/** mute tells whether a string stands where nobody reads it. */
function mute(node) {
  const up = node.parent
  if (/^(Import|Export)/.test(up.type) || up.type.startsWith('TS') && up.type !== 'TSAsExpression' && up.type !== 'TSSatisfiesExpression') return true
  if (up.type === 'Property' && (up.key === node || mechanical.has(up.key.name) || up.key.name === 'queryKey')) return true
  if (up.type === 'BinaryExpression' && up.operator !== '+') return true
  if (up.type === 'AssignmentExpression' && up.left.type === 'MemberExpression' && mechanical.has(up.left.property.name)) return true
  if (up.type === 'SwitchCase' || (up.type === 'MemberExpression' && up.property === node)) return true
  if (up.type === 'TaggedTemplateExpression' || up.type === 'TSLiteralType') return true
  for (let at = node; at; at = at.parent) {
    if (at.type === 'CallExpression' && silent.has(calleeName(at)) && at.arguments.some((a) => a.range[0] <= node.range[0] && node.range[1] <= a.range[1])) return true
    if (at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && at.callee.object.name === 'console') return true
    if (at.type === 'Property' && at.key.name === 'keys') return true
    if (at.type === 'JSXAttribute') return isMechanical(at)
    if (at.type === 'JSXElement' || at.type.includes('Function')) return false
  }
  return false
}

const mechanicalElements = new Set(['code', 'Code', 'Kbd', 'style'])

function visible(node) {
  if (node.type === 'JSXText') {
    const element = node.parent.openingElement?.name.name
    return letters.test(node.value) && !mechanicalElements.has(element)
  }
  if (!isString(node) || mute(node)) return false
  const words = wordsOf(node)
  if (!letters.test(words) || technical.test(words)) return false
  const where = rendered(node)
  if (where?.type === 'JSXAttribute') return attributes.has(where.name.name) ? true : !isMechanical(where) && sentence.test(words) && !css.test(words)
  if (where) return !mechanicalElements.has(where.parent.openingElement?.name.name)
  return sentence.test(words) && !css.test(words)
}

/** findTexts yields the nodes of a syntax tree whose words people read and that do not come from a catalogue. */
export function* findTexts(node) {
  if (visible(node)) yield node
  for (const key of Object.keys(node)) {
    if (key === 'parent' || key === 'tokens' || key === 'comments') continue
    for (const child of [node[key]].flat()) {
      if (child && typeof child.type === 'string') {
        child.parent ??= node
        yield* findTexts(child)
      }
    }
  }
}

/** The rule no-bare-text: what people read comes from a catalogue (docs/translating.md). */
export const noBareText = {
  meta: { type: 'problem', schema: [], messages: { bare: 'What people read comes from the catalogue: t(\'…\'), see docs/translating.md. Found: {{text}}' } },
  create: (context) => ({
    'Program:exit'(program) {
      for (const node of findTexts(program)) {
        context.report({ node, messageId: 'bare', data: { text: wordsOf(node).trim().replaceAll('\u0001', '…').slice(0, 60) } })
      }
    },
  }),
}
