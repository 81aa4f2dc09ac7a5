import { refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { EmulatorSettings } from '../settings.ts';
import type { TemplateDataProblem } from './message-template.ts';

/** Why a template message is refused, whichever way it was sent. */
export type TemplateRefusal =
  | { readonly reason: 'template unknown' | 'not approved' | 'night' | 'oa quota' | 'template quota' }
  | { readonly reason: 'receiver refuses'; readonly code: number }
  | { readonly reason: 'data'; readonly problem: TemplateDataProblem }
  | { readonly reason: 'money'; readonly code: number };

/** The OA API's codes, for sends by user id. */
export function refuseByUserId(settings: EmulatorSettings, refusal: TemplateRefusal): ApiAnswer {
  switch (refusal.reason) {
    case 'template unknown':
    case 'not approved':
      return refuseField(settings.invalidFieldCode, 'template_id');
    case 'data':
      return refuseField(
        refusal.problem.kind === 'missing' ? settings.invalidFieldCode : settings.tooLongCode,
        `template_data.${refusal.problem.field}`,
      );
    case 'night':
      return refuse(-234);
    case 'oa quota':
    case 'template quota':
      return refuse(-211);
    case 'receiver refuses':
    case 'money':
      return refuse(refusal.code);
  }
}

/**
 * The business host's own codes. Its sentences are not part of the fact base: these say the same in short.
 *
 * Source: Zalo docs, "Bảng mã lỗi ZNS".
 */
export function refuseByPhone(settings: EmulatorSettings, refusal: TemplateRefusal): ApiAnswer {
  switch (refusal.reason) {
    case 'template unknown':
      return refuse(-109, 'Template is invalid');
    case 'not approved':
      return refuse(-131, 'Template is not approved');
    case 'data':
      return refusal.problem.kind === 'missing'
        ? refuse(settings.templateDataMissingCode, `Template data is missing ${refusal.problem.field}`)
        : refuse(settings.templateDataTooLongCode, `Template data ${refusal.problem.field} is too long`);
    case 'night':
      return refuse(-133, 'Template cannot be sent at night');
    case 'oa quota':
      return refuse(-144, 'OA has reached its daily quota');
    case 'template quota':
      return refuse(-147, 'Template has reached its daily quota');
    case 'receiver refuses':
      return refuse(settings.templateReceiverCode, 'User cannot receive this message');
    case 'money':
      return refusal.code === -320
        ? refuse(settings.templateNoAccountCode, 'OA is not linked with a Zalo Cloud Account')
        : refuse(-115, 'Account balance is not enough');
  }
}

/** The refusal of an access token in the business host's codes; other refusals of the gate stay as they are. */
export function refuseTemplateAccess(settings: EmulatorSettings, refusal: ApiAnswer): ApiAnswer {
  if (refusal.error === -32) return refusal;
  return refusal.error === -242
    ? refuse(settings.templateProofCode, 'Invalid appsecret_proof')
    : refuse(settings.templateTokenCode, 'Access token is invalid');
}
