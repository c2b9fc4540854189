import type { PartialCatalogue } from '../languages'

export const proof = {
  sentence: '証明済み：これらの制限を守るどのプランも、{kind, select, any {どの中心でも} other {これらの中心では}}コストが{bound}を下回ることはありません。このプランのコストは{value}で、差は最大{more}です。',
  nothing: 'このプランにはコストがかからないため、これより安いプランはありません。',
  none: 'このプランには下界が計算されていません。',
  how: '{kind, select, any {方法：各制限に価格を付け、各ユニットを最も安い所へ割り当て、各中心の最良の位置を全域で探します。その合計から制限の収入を引いた値は、制限を守るすべてのプランの下限です。} other {方法：各制限に価格を付け、その価格で各ユニットを最も安い所へ割り当てます。その合計から制限の収入を引いた値は、制限を守るすべてのプランの下限です。}}',
  squared: '{amount} km²',
  hours: '移動{amount}時間',
  points: '{amount}ポイント',
  nowhere: '制限の範囲内でこのユニットを受け入れられるテリトリーはありません。',
  locked: '「{own}」にロックされています。',
  only: '受け入れられるテリトリーは「{own}」だけです。',
  away: '「{own}」までは{near}、次善の「{next}」までは{far}です。',
  costs: 'コストは「{own}」で{near}、次善の「{next}」で{far}です。',
  full: '「{name}」は満杯です：{measure}が上限です。',
  wanting: '「{name}」に必要です：{measure}が下限です。',
  stay: '移動のコストがあと{price}高ければ、「{name}」に残っていました。',
  go: '「{own}」でのコストがあと{price}高ければ、「{name}」に移ります。',
  noneShort: 'なし',
  gapShort: '証明済み、ギャップ {gap}',
} as const satisfies PartialCatalogue['proof']
