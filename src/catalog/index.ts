export * from './catalogue.ts';
export { checkContent, type ContentCheck } from './check.ts';
export { runFlowStep } from './flow-step.ts';
export { loadCatalogue } from './load.ts';
export { loadCatalogueSync } from './load-now.ts';
export type { Messages } from './messages.ts';
export { CatalogError, formatByFile, formatProblem, type LintProblem, type Problem } from './problems.ts';
