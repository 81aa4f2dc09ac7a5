import { EmulatorError } from '../errors.ts';
import type { EmulatorParts } from '../parts.ts';
import type { WebhookEvent } from '../webhook-events.ts';
import { defined } from './field-reading.ts';
import type { ResidentProfiles } from './resident-profiles.ts';

/** What a person fills into a `request_user_info` card. `phone` is digits with country code; `birthDate` `dd/MM/yyyy`. */
export interface SubmittedInfo {
  readonly name: string;
  readonly phone: string;
  readonly birthDate?: string;
  readonly gender?: 'Nam' | 'Nữ';
  readonly city?: string;
  /** In the form until 2025 only; the mergers of that year abolished districts. */
  readonly district?: string;
  readonly ward?: string;
  readonly street?: string;
}

/** Answers to the OA's cards. */
export interface InfoAnswers {
  /**
   * Fills in the last `request_user_info` card of the chat: emits `user_submit_info` in the form of the setting
   * `submitInfoForm`, and `user/detail` shows the values from then on.
   *
   * @throws EmulatorError EMULATOR_RESIDENT_UNKNOWN, EMULATOR_MESSAGE_UNKNOWN (no such card in the chat),
   * EMULATOR_INPUT_INVALID (a phone that is not 8 to 15 digits)
   */
  submitInfo(residentId: string, info: SubmittedInfo): void;
}

/** {@link InfoAnswers} that store what was given in the profiles. */
export function createInfoAnswers(parts: EmulatorParts, profiles: ResidentProfiles): InfoAnswers {
  const { options, book, sender, eventContext } = parts;
  const { settings } = options;

  return {
    submitInfo(residentId, info) {
      const hasCard = book.history(residentId).some(({ kind }) => kind === 'request_user_info');
      if (!hasCard) {
        throw new EmulatorError(
          'EMULATOR_MESSAGE_UNKNOWN',
          'The chat has no request_user_info card to answer. Expected the OA to have sent one. Let the OA send it first.',
        );
      }
      if (!/^\d{8,15}$/.test(info.phone)) {
        throw new EmulatorError(
          'EMULATOR_INPUT_INVALID',
          'The field "phone" is not a phone number. Expected 8 to 15 digits with country code, such as 84912345678.',
        );
      }
      profiles.merge(residentId, defined({ ...info }));
      if (settings.submitInfoIsInteraction) book.update(residentId, { lastInteractionAtMs: options.now() });
      const { appId, oaId, nowMs } = eventContext();
      const event: WebhookEvent = {
        sender: { id: residentId },
        recipient: { id: oaId },
        event_name: 'user_submit_info',
        app_id: appId,
        timestamp: String(nowMs),
        info: settings.submitInfoForm === '2025' ? formOf2025(info) : formOf2026(info),
      };
      sender.emit(event, residentId);
    },
  };
}

/** The phone is a JSON number. Source: Zalo docs of Aug 2025, "Sự kiện người dùng đồng ý chia sẻ thông tin". */
function formOf2025({ street = '', phone, city = '', district = '', name, ward = '' }: SubmittedInfo): object {
  return { address: street, phone: Number(phone), city, district, name, ward };
}

/** Source: docs.zaloplatforms.com, same page (one write-up of 2026; value types inferred). */
function formOf2026({ name, phone, birthDate = '', gender, city = '', ward = '', street = '' }: SubmittedInfo): object {
  return {
    name,
    phone,
    user_dob: birthDate,
    gender: gender === undefined ? '' : gender === 'Nam' ? '1' : '2',
    full_address: { user_city: city, user_ward: ward, user_address: street },
  };
}
