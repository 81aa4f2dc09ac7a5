import type { CardFile } from '../card-file.ts';
import type { FlowFile } from '../flow-file.ts';
import type { Problem } from '../problems.ts';
import { lint, stop, type Content, type Rule } from './rule.ts';

type StepOf<T extends string> = Extract<FlowFile['flow']['steps'][string], { type: T }>;

/** Every step of one type over all flows. */
function stepsOf<T extends string>(
  { flows }: Content,
  type: T,
): { readonly of: FlowFile; readonly name: string; readonly step: StepOf<T> }[] {
  return flows.flatMap((of) =>
    Object.entries(of.flow.steps).flatMap(([name, step]) =>
      step.type === type ? [{ of, name, step: step as StepOf<T> }] : [],
    ),
  );
}

function unknownCards(content: Content): Problem[] {
  const related = content.cards.flatMap(({ file, card, lineOf }) =>
    card.related.flatMap((slug, index) => {
      if (content.cardOf.has(slug) || content.fileNames.has(`card ${slug}`)) return [];
      const fix = 'viết slug của một thẻ trong content/answers, hoặc bỏ dòng này';
      return [{ file, line: lineOf(['related', index]), problem: `related ghi "${slug}", nhưng chưa có thẻ này`, fix }];
    }),
  );
  const guided = stepsOf(content, 'guide').flatMap(({ of, name, step }) => {
    if (content.cardOf.has(step.card) || content.fileNames.has(`card ${step.card}`)) return [];
    const line = of.lineOf(['steps', name, 'card']);
    const fix = 'viết slug của một thẻ trong content/answers';
    return [{ file: of.file, line, problem: `bước "${name}" dẫn tới thẻ "${step.card}", nhưng chưa có thẻ này`, fix }];
  });
  const talked = content.flows.flatMap(({ file, flow, lineOf }) => {
    if (flow.card === undefined || content.cardOf.has(flow.card) || content.fileNames.has(`card ${flow.card}`))
      return [];
    const fix = 'viết slug của một thẻ trong content/answers, hoặc bỏ dòng này';
    return [{ file, line: lineOf(['card']), problem: `card ghi "${flow.card}", nhưng chưa có thẻ này`, fix }];
  });
  return [...related, ...guided, ...talked];
}

function unknownFlows(content: Content): Problem[] {
  return stepsOf(content, 'call').flatMap(({ of, name, step }) => {
    if (content.flowOf.has(step.flow) || content.fileNames.has(`flow ${step.flow}`)) return [];
    const line = of.lineOf(['steps', name, 'flow']);
    const fix = 'viết id của một luồng trong flows';
    return [{ file: of.file, line, problem: `bước "${name}" gọi luồng "${step.flow}", nhưng chưa có luồng này`, fix }];
  });
}

function unknownOutcomes(content: Content): Problem[] {
  const report = (file: string, line: number, code: string): Problem[] =>
    content.outcomes === undefined || content.outcomes.has(code)
      ? []
      : [
          {
            file,
            line,
            problem: `outcome ghi "${code}", nhưng content/outcomes.yaml chưa có mã này`,
            fix: 'dùng một mã trong content/outcomes.yaml, hoặc thêm mã này vào đó, có title và unit',
          },
        ];
  return [
    ...content.cards.flatMap(({ file, card, lineOf }) =>
      card.outcome === undefined ? [] : report(file, lineOf(['outcome']), card.outcome),
    ),
    ...stepsOf(content, 'record').flatMap(({ of, name, step }) =>
      report(of.file, of.lineOf(['steps', name, 'outcome']), step.outcome),
    ),
  ];
}

function outcomesTwice(content: Content): Problem[] {
  const cardsOf = new Map<FlowFile, Map<string, string>>();
  for (const { of, step } of stepsOf(content, 'guide')) {
    const outcome = content.cardOf.get(step.card)?.card.outcome;
    if (outcome === undefined) continue;
    const known = cardsOf.get(of) ?? new Map<string, string>();
    cardsOf.set(of, known.set(outcome, step.card));
  }
  return stepsOf(content, 'record').flatMap(({ of, name, step }) => {
    const card = cardsOf.get(of)?.get(step.outcome);
    if (card === undefined) return [];
    const problem = `outcome "${step.outcome}" bị đếm hai lần: thẻ "${card}" đã ghi khi bà con làm xong`;
    const fix = 'bỏ bước record này, hoặc bỏ outcome của thẻ';
    return [{ file: of.file, line: of.lineOf(['steps', name, 'outcome']), problem, fix }];
  });
}

function relatedToItself({ file, card, lineOf }: CardFile): Problem[] {
  return card.related.flatMap((slug, index) =>
    slug === card.slug
      ? [
          {
            file,
            line: lineOf(['related', index]),
            problem: `related ghi lại chính thẻ này: "${slug}"`,
            fix: 'bỏ dòng này',
          },
        ]
      : [],
  );
}

interface Named {
  readonly file: string;
  readonly kind: 'card' | 'flow';
  readonly id: string;
  readonly line: number;
}

const kindWords = { card: 'thẻ', flow: 'luồng' } as const;

function takenNames({ cards, flows }: Content): Problem[] {
  const named: Named[] = [
    ...flows.map(({ file, flow, lineOf }): Named => ({ file, kind: 'flow', id: flow.id, line: lineOf(['id']) })),
    ...cards.map(({ file, card, lineOf }): Named => ({ file, kind: 'card', id: card.slug, line: lineOf(['slug']) })),
  ];
  const first = new Map<string, Named>();
  return named.flatMap((one) => {
    const other = first.get(one.id);
    first.set(one.id, other ?? one);
    if (!other) return [];
    const problem = `"${one.id}" đã là tên của ${kindWords[other.kind]} ${other.file}`;
    const fix = 'đổi một trong hai tên: thẻ và luồng không được trùng tên';
    return [{ file: one.file, line: one.line, problem, fix }];
  });
}

/** Names of cards and flows to which a card or flow leads. */
export function ledTo(content: Content): Set<string> {
  return new Set([
    ...content.cards.flatMap(({ card }) => card.related.filter((slug) => slug !== card.slug)),
    ...stepsOf(content, 'guide').map(({ step }) => step.card),
    ...stepsOf(content, 'call').map(({ step }) => step.flow),
  ]);
}

/** Nobody gets there: no way to ask for it, no card or flow that leads to it. */
function unreachableEntries(content: Content): Problem[] {
  const led = ledTo(content);
  const report = (kind: Named['kind'], id: string, asks: readonly string[], file: string, line: number): Problem[] =>
    asks.length > 0 || led.has(id)
      ? []
      : [
          {
            file,
            line,
            problem: `không ai tới được ${kindWords[kind]} "${id}": chưa có asks, cũng chưa có thẻ hay luồng nào dẫn tới`,
            fix: 'viết asks bằng lời bà con hay hỏi, hoặc ghi tên nó trong related, bước guide hay bước call',
          },
        ];
  return [
    ...content.cards.flatMap(({ file, card, lineOf }) => report('card', card.slug, card.asks, file, lineOf(['slug']))),
    ...content.flows.flatMap(({ file, flow, lineOf }) => report('flow', flow.id, flow.asks, file, lineOf(['id']))),
  ];
}

/** Rules on names: what is referred to exists; one name means one thing; everything can be reached. */
export const referenceRules: readonly Rule[] = [
  stop('unknown-card', unknownCards),
  stop('unknown-flow', unknownFlows),
  stop('unknown-outcome', unknownOutcomes),
  stop('outcome-twice', outcomesTwice),
  stop('related-to-itself', ({ cards }) => cards.flatMap(relatedToItself)),
  stop('duplicate-id', takenNames),
  lint('unreachable-entry', 'error', unreachableEntries),
];
