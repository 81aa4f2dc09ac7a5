import { indicatorCodes, indicatorOf, type IndicatorSource, thingNames } from '../../teams/indicators.ts';
import { Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { Choice } from '../form-parts.ts';

type Deps = Pick<ConsoleDeps, 'catalogue'>;

const SOURCES: Readonly<Record<IndicatorSource, string>> = {
  measured: 'trợ lý đếm',
  visit: 'hỗ trợ tại nhà',
  'self-reported': 'tổ tự ghi nhận',
};

/** What an indicator is called; its code where it is none any more. */
export function indicatorName(deps: Deps, code: string): { readonly name: string; readonly unit: string } {
  const { name = code, unit = '' } = indicatorOf(code, thingNames(deps.catalogue())) ?? {};
  return { name, unit };
}

/** Every indicator to choose from; `sources` narrows. */
export function indicatorChoices(deps: Deps, sources?: readonly IndicatorSource[]): readonly Choice[] {
  const { outcomes, fieldLog } = deps.catalogue();
  const thingName = thingNames(deps.catalogue());
  return indicatorCodes(Object.keys(outcomes), Object.keys(fieldLog.kinds)).flatMap((value) => {
    const found = indicatorOf(value, thingName);
    if (!found || (sources && !sources.includes(found.source))) return [];
    return [{ value, label: `${found.name} (${SOURCES[found.source]})` }];
  });
}

/** Refuses a code that is no indicator. */
export function demandIndicator(deps: Deps, code: string, field: string): void {
  if (indicatorOf(code, thingNames(deps.catalogue()))) return;
  throw new Refusal('Chỉ số chưa đúng.', { [field]: `Không có chỉ số "${code}". Chọn trong danh sách.` });
}
