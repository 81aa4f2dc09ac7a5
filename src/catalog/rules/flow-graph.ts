import type { Flow } from '../../flow-engine/types.ts';
import type { FlowFile } from '../flow-file.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import { lint, stop, type Rule } from './rule.ts';
import { canLeave, edgesOf, stepOf, waits } from './step-facts.ts';

/** Names reachable from `from` over `next`. */
function reach(from: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...next(name));
  }
  return seen;
}

function nextOf(flow: Flow, name: string): string[] {
  const step = stepOf(flow, name);
  return step ? edgesOf(step).map(({ to }) => to) : [];
}

/** Flows that can run from start to end without waiting once: a call of one does not break a loop. */
export function passThroughFlows(flows: ReadonlyMap<string, Flow>): Set<string> {
  const passing = new Set<string>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const flow of flows.values()) {
      if (passing.has(flow.id)) continue;
      const silent = reach([flow.start], (name) => silentNext(flow, name, passing));
      if ([...silent].some((name) => stepOf(flow, name)?.type === 'end')) {
        passing.add(flow.id);
        grew = true;
      }
    }
  }
  return passing;
}

function silentNext(flow: Flow, name: string, passing: ReadonlySet<string>): string[] {
  const step = stepOf(flow, name);
  if (!step || waits(step)) return [];
  if (step.type === 'call' && !passing.has(step.flow)) return [];
  return nextOf(flow, name);
}

function dangling({ file, flow, lineOf }: FlowFile): Problem[] {
  const names = Object.keys(flow.steps).join(', ');
  const fix = `viết một trong: ${names}`;
  const problems: Problem[] = [];
  if (!stepOf(flow, flow.start)) {
    problems.push({
      file,
      line: lineOf(['start']),
      problem: `start ghi "${flow.start}", nhưng không có bước này`,
      fix,
    });
  }
  for (const [name, step] of Object.entries(flow.steps)) {
    for (const { path, to } of edgesOf(step)) {
      if (stepOf(flow, to)) continue;
      const line = lineOf(['steps', name, ...path]);
      problems.push({ file, line, problem: `bước "${name}" dẫn tới "${to}", nhưng không có bước này`, fix });
    }
  }
  return problems;
}

function unreachable(one: FlowFile): Problem[] {
  const { file, flow, lineOf } = one;
  // A way that leads nowhere may be the way to these steps.
  if (dangling(one).length > 0) return [];
  const reached = reach([flow.start], (name) => nextOf(flow, name));
  return Object.keys(flow.steps)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      file,
      line: lineOf(['steps', name]),
      problem: `không có đường nào tới bước "${name}"`,
      fix: 'cho một bước khác dẫn tới nó, hoặc bỏ nó',
    }));
}

function askWithoutWayOut({ file, flow, lineOf }: FlowFile): Problem[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (step.type !== 'ask' || step.choices || step.next !== undefined) return [];
    const fix = 'thêm choices, hoặc thêm next cho mọi câu trả lời';
    return [{ file, line: lineOf(['steps', name]), problem: `câu hỏi "${name}" không có lối đi tiếp`, fix }];
  });
}

function choicesAndNext({ file, flow, lineOf }: FlowFile): Problem[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (step.type !== 'ask' || !step.choices || step.next === undefined) return [];
    // A photo or place that is sent goes on at `next`; its choices are the ways round it.
    if (step.input === 'photo' || step.input === 'location') return [];
    const line = lineOf(['steps', name, 'next']);
    return [
      { file, line, problem: `câu hỏi "${name}" có cả choices và next`, fix: 'bỏ next: mỗi lựa chọn đã có next riêng' },
    ];
  });
}

function noEnd({ file, flow, lineOf }: FlowFile): Problem[] {
  const trapped = Object.keys(flow.steps).filter((name) => {
    const reached = reach([name], (from) => nextOf(flow, from));
    // A step that does not exist is reported where it is named.
    return ![...reached].some((to) => {
      const step = stepOf(flow, to);
      return !step || canLeave(step);
    });
  });
  const [first] = trapped;
  if (first === undefined) return [];
  const problem = `từ bước ${trapped.map((name) => `"${name}"`).join(', ')} không có đường nào tới kết thúc`;
  const fix = 'cho một đường dẫn tới bước end hoặc handover';
  return [{ file, line: lineOf(['steps', first]), problem, fix }];
}

function silentLoops({ file, flow, lineOf }: FlowFile, passing: ReadonlySet<string>): Problem[] {
  const looping = Object.keys(flow.steps).filter((name) =>
    reach(silentNext(flow, name, passing), (from) => silentNext(flow, from, passing)).has(name),
  );
  const [first] = looping;
  if (first === undefined) return [];
  const problem = `các bước ${looping.map((name) => `"${name}"`).join(', ')} chạy vòng mãi, không chờ bà con`;
  return [{ file, line: lineOf(['steps', first]), problem, fix: 'đặt một bước ask vào vòng, hoặc cắt vòng' }];
}

/** Somebody who cannot answer must not be asked the same again without end. */
function giveUpLoops({ file, flow, lineOf }: FlowFile, passing: ReadonlySet<string>): Problem[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (!('giveUp' in step) || step.giveUp === undefined) return [];
    const back = reach([step.giveUp], (from) => silentNext(flow, from, passing));
    if (!back.has(name)) return [];
    const problem = `ai không trả lời được câu hỏi "${name}" lại bị hỏi đúng câu ấy`;
    const fix = 'cho giveUp dẫn tới người hỗ trợ (handover), câu hỏi khác hoặc kết thúc';
    return [{ file, line: lineOf(['steps', name, 'giveUp']), problem, fix }];
  });
}

const calledBy = (flow: Flow | undefined): string[] =>
  Object.values(flow?.steps ?? {}).flatMap((step) => (step.type === 'call' ? [step.flow] : []));

const lineOfCall = ({ flow, lineOf }: FlowFile): number => {
  const [name = ''] = Object.entries(flow.steps).find(([, step]) => step.type === 'call') ?? [];
  return lineOf(['steps', name]);
};

const flowsOf = (files: readonly FlowFile[]): Map<string, Flow> => new Map(files.map(({ flow }) => [flow.id, flow]));

function callCycles(files: readonly FlowFile[]): Problem[] {
  const flows = flowsOf(files);
  return files.flatMap((one) => {
    const reached = reach(calledBy(one.flow), (id) => calledBy(flows.get(id)));
    if (!reached.has(one.flow.id)) return [];
    const problem = `luồng "${one.flow.id}" gọi lại chính nó, có thể qua luồng khác`;
    return [
      {
        file: one.file,
        line: lineOfCall(one),
        problem,
        fix: 'cho luồng được gọi kết thúc, hoặc gộp hai luồng làm một',
      },
    ];
  });
}

function callDepths(files: readonly FlowFile[]): Problem[] {
  const flows = flowsOf(files);
  const depthBelow = (id: string, above: readonly string[]): number => {
    // A cycle is reported as one; it has no depth.
    if (above.includes(id)) return 0;
    const called = calledBy(flows.get(id)).map((inner) => 1 + depthBelow(inner, [...above, id]));
    return Math.max(0, ...called);
  };
  return files.flatMap((one) => {
    if (depthBelow(one.flow.id, []) <= limits.callDepth) return [];
    const problem = `luồng "${one.flow.id}" gọi luồng lồng nhau quá ${limits.callDepth} lớp`;
    return [
      {
        file: one.file,
        line: lineOfCall(one),
        problem,
        fix: 'cho luồng được gọi kết thúc, hoặc gộp hai luồng làm một',
      },
    ];
  });
}

function repeatedCases({ file, flow, lineOf }: FlowFile): Problem[] {
  return Object.entries(flow.steps).flatMap(([name, step]) => {
    if (step.type !== 'branch') return [];
    const seen = new Set<string>();
    return step.cases.flatMap(({ when }, index) => {
      const key = JSON.stringify('tree' in when ? when.tree : when);
      const known = seen.has(key);
      seen.add(key);
      if (!known) return [];
      const problem = `bước "${name}" có trường hợp trùng với trường hợp ở trên, nên không bao giờ dùng tới`;
      return [{ file, line: lineOf(['steps', name, 'cases', index]), problem, fix: 'bỏ nó, hoặc đổi điều kiện' }];
    });
  });
}

const each =
  (check: (file: FlowFile) => Problem[]): Rule['check'] =>
  ({ flows }) =>
    flows.flatMap(check);

const eachSilent =
  (check: (file: FlowFile, passing: ReadonlySet<string>) => Problem[]): Rule['check'] =>
  ({ flows }) => {
    const passing = passThroughFlows(flowsOf(flows));
    return flows.flatMap((file) => check(file, passing));
  };

/** Rules on the shape of flows. */
export const flowGraphRules: readonly Rule[] = [
  stop('dangling-next', each(dangling)),
  stop('unreachable-step', each(unreachable)),
  stop('ask-without-way-out', each(askWithoutWayOut)),
  stop('ask-choices-and-next', each(choicesAndNext)),
  stop('no-end', each(noEnd)),
  stop('loop-without-wait', eachSilent(silentLoops)),
  stop('give-up-loop', eachSilent(giveUpLoops)),
  stop('call-cycle', ({ flows }) => callCycles(flows)),
  stop('call-depth', ({ flows }) => callDepths(flows)),
  lint('branch-case-repeated', 'error', ({ flows }) => flows.flatMap(repeatedCases)),
];
