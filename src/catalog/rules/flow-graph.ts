import type { Flow, Step } from '../../flow-engine/types.ts';
import type { FlowFile } from '../flow-file.ts';
import { limits } from '../limits.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml-source.ts';

/** One way on from a step, with the path of the field that names it. */
interface Edge {
  readonly path: Path;
  readonly to: string;
}

/** Every way on from a step, in the order written. */
export function edgesOf(step: Step): Edge[] {
  switch (step.type) {
    case 'ask':
      return [
        ...(step.choices ?? []).map(({ next }, index) => ({ path: ['choices', index, 'next'], to: next })),
        ...(step.next === undefined ? [] : [{ path: ['next'], to: step.next }]),
        { path: ['giveUp'], to: step.giveUp },
      ];
    case 'branch':
      return [
        ...step.cases.map(({ next }, index) => ({ path: ['cases', index, 'next'], to: next })),
        { path: ['else'], to: step.else },
      ];
    case 'guide':
      return [
        { path: ['next'], to: step.next },
        ...(step.stuck === undefined ? [] : [{ path: ['stuck'], to: step.stuck }]),
      ];
    case 'say':
    case 'set':
    case 'call':
    case 'record':
      return [{ path: ['next'], to: step.next }];
    default:
      return [];
  }
}

const stepOf = (flow: Flow, name: string): Step | undefined =>
  Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined;

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

const nextOf = (flow: Flow, name: string): string[] =>
  edgesOf(stepOf(flow, name) ?? { type: 'end' }).map(({ to }) => to);

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
  if (!step || step.type === 'ask' || step.type === 'guide') return [];
  if (step.type === 'call' && !passing.has(step.flow)) return [];
  return nextOf(flow, name);
}

function dangling({ file, flow, lineOf }: FlowFile): Problem[] {
  const names = Object.keys(flow.steps).join(', ');
  const fix = `name one of: ${names}`;
  const problems: Problem[] = [];
  if (!stepOf(flow, flow.start)) {
    problems.push({ file, line: lineOf(['start']), problem: `start names "${flow.start}", which is no step`, fix });
  }
  for (const [name, step] of Object.entries(flow.steps)) {
    for (const { path, to } of edgesOf(step)) {
      if (stepOf(flow, to)) continue;
      const line = lineOf(['steps', name, ...path]);
      problems.push({ file, line, problem: `step "${name}" goes on to "${to}", which is no step`, fix });
    }
  }
  return problems;
}

function unreachable({ file, flow, lineOf }: FlowFile): Problem[] {
  const reached = reach([flow.start], (name) => nextOf(flow, name));
  return Object.keys(flow.steps)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      file,
      line: lineOf(['steps', name]),
      problem: `step "${name}" can never be reached`,
      fix: 'let another step go on to it, or remove it',
    }));
}

function noWayOut({ file, flow, lineOf }: FlowFile): Problem[] {
  const problems: Problem[] = [];
  for (const [name, step] of Object.entries(flow.steps)) {
    if (step.type === 'ask' && !step.choices && step.next === undefined) {
      const fix = 'add choices, or next for any text';
      problems.push({ file, line: lineOf(['steps', name]), problem: `ask "${name}" has no way out`, fix });
    }
    if (step.type === 'ask' && step.choices && step.next !== undefined) {
      const fix = 'remove next: each choice names its own';
      problems.push({
        file,
        line: lineOf(['steps', name, 'next']),
        problem: `ask "${name}" has choices and next`,
        fix,
      });
    }
    const reached = reach([name], (from) => nextOf(flow, from));
    if ([...reached].some((to) => ['end', 'handover'].includes(stepOf(flow, to)?.type ?? 'end'))) continue;
    const fix = 'let one of its ways lead to an end or handover step';
    problems.push({ file, line: lineOf(['steps', name]), problem: `from step "${name}" no end can be reached`, fix });
  }
  return problems;
}

function silentLoops({ file, flow, lineOf }: FlowFile, passing: ReadonlySet<string>): Problem[] {
  const looping = Object.keys(flow.steps).filter((name) =>
    reach(silentNext(flow, name, passing), (from) => silentNext(flow, from, passing)).has(name),
  );
  const [first] = looping;
  if (first === undefined) return [];
  const problem = `steps ${looping.map((name) => `"${name}"`).join(', ')} form a loop that never waits for the resident`;
  return [{ file, line: lineOf(['steps', first]), problem, fix: 'put an ask into the loop, or break it' }];
}

function callDepths(files: readonly FlowFile[], flows: ReadonlyMap<string, Flow>): Problem[] {
  const depthBelow = (id: string, above: readonly string[]): number => {
    if (above.includes(id) || above.length > limits.callDepth + 1) return Number.POSITIVE_INFINITY;
    const steps = Object.values(flows.get(id)?.steps ?? {});
    const called = steps.flatMap((step) => (step.type === 'call' ? [1 + depthBelow(step.flow, [...above, id])] : []));
    return Math.max(0, ...called);
  };
  return files.flatMap(({ file, flow, lineOf }) => {
    if (depthBelow(flow.id, []) <= limits.callDepth) return [];
    const [name = ''] = Object.entries(flow.steps).find(([, step]) => step.type === 'call') ?? [];
    const problem = `flow "${flow.id}" calls flows more than ${limits.callDepth} deep, or calls itself`;
    return [{ file, line: lineOf(['steps', name]), problem, fix: 'end the called flow instead, or join the two' }];
  });
}

/** Rules on the shape of flows: dangling, unreachable, without way out, loops that never wait, calls too deep. */
export function checkFlowGraphs(files: readonly FlowFile[]): Problem[] {
  const flows = new Map(files.map(({ flow }) => [flow.id, flow]));
  const passing = passThroughFlows(flows);
  return [
    ...files.flatMap((file) => [
      ...dangling(file),
      ...unreachable(file),
      ...noWayOut(file),
      ...silentLoops(file, passing),
    ]),
    ...callDepths(files, flows),
  ];
}
