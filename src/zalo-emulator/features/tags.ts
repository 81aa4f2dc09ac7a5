import * as z from 'zod';
import { accept, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Resident } from '../chat-model.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import type { WebhookEvent } from '../webhook-events.ts';
import { readFields, zaloId } from './field-reading.ts';
import { findKnownUser } from './known-users.ts';

/** The OA's tags and who has them. */
export interface TagBook {
  has(tagName: string, residentId: string): boolean;
  /** Names of a person's tags, in the order they were given. */
  namesOf(residentId: string): readonly string[];
}

const tagName = z.string().trim().min(1);
const personShape = z.object({ user_id: zaloId, tag_name: tagName });
const tagShape = z.object({ tag_name: tagName });
const stateShape = z.array(z.tuple([z.string(), z.array(z.string())]));

/**
 * Tags: `POST /v2.0/oa/tag/tagfollower` (creates the tag), `rmfollowerfromtag`, `rmtag`, `GET gettagsofoa`.
 *
 * Source: Zalo docs, "Gắn nhãn người dùng" and its siblings; events "Sự kiện gắn nhãn", "tạo nhãn", "gỡ nhãn", "xóa nhãn".
 */
export function createTags(parts: EmulatorParts): Feature & TagBook {
  const { options, sender, eventContext } = parts;
  const { settings } = options;
  let holders = new Map<string, Set<string>>();

  function readPerson(
    body: unknown,
  ): { readonly ok: true; readonly tag: string; readonly resident: Resident } | { ok: false; refusal: ApiAnswer } {
    const read = readFields(settings, personShape, body);
    if (!read.ok) return read;
    const known = findKnownUser(parts, read.value.user_id);
    return known.ok ? { ok: true, tag: read.value.tag_name, resident: known.resident } : known;
  }

  function tagFollower(body: unknown): ApiAnswer {
    const request = readPerson(body);
    if (!request.ok) return request.refusal;
    const { tag, resident } = request;
    let people = holders.get(tag);
    if (people === undefined) {
      people = new Set();
      holders.set(tag, people);
      emit(tagEvent('add_user_to_tag', resident.idByApp, { name: tag }), resident.id);
    }
    if (!people.has(resident.id)) {
      people.add(resident.id);
      emit(personEvent('add_user_to_tag', resident, tag), resident.id);
    }
    return accept();
  }

  function untagFollower(body: unknown): ApiAnswer {
    const request = readPerson(body);
    if (!request.ok) return request.refusal;
    const { tag, resident } = request;
    if (holders.get(tag)?.delete(resident.id) !== true) return refuseField(settings.invalidFieldCode, 'tag_name');
    emit(personEvent('remove_user_from_tag', resident, tag), resident.id);
    return accept();
  }

  function removeTag(body: unknown): ApiAnswer {
    const read = readFields(settings, tagShape, body);
    if (!read.ok) return read.refusal;
    const name = read.value.tag_name;
    if (!holders.delete(name)) return refuseField(settings.invalidFieldCode, 'tag_name');
    emit(tagEvent('remove_tag', settings.adminUserIdByApp, { name }), options.oaId);
    return accept();
  }

  const emit = (event: WebhookEvent, userId: string) => sender.emit(event, userId);

  /** A tag made or removed. Key order as in Zalo's sample, which is not that of {@link personEvent}. */
  function tagEvent(eventName: string, userIdByApp: string, tag: { readonly name: string }): WebhookEvent {
    const { appId, oaId, nowMs } = eventContext();
    return {
      app_id: appId,
      oa_id: oaId,
      user_id_by_app: userIdByApp,
      event_name: eventName,
      tag,
      timestamp: String(nowMs),
    };
  }

  function personEvent(eventName: string, resident: Resident, name: string): WebhookEvent {
    const { appId, oaId, nowMs } = eventContext();
    return {
      oa_id: oaId,
      user_id_by_app: resident.idByApp,
      event_name: eventName,
      tag: { user_ids: [resident.id], name },
      app_id: appId,
      timestamp: String(nowMs),
    };
  }

  return {
    key: 'tags',
    routes: [
      { method: 'POST', path: '/v2.0/oa/tag/tagfollower', answer: ({ body }) => tagFollower(body) },
      { method: 'POST', path: '/v2.0/oa/tag/rmfollowerfromtag', answer: ({ body }) => untagFollower(body) },
      { method: 'POST', path: '/v2.0/oa/tag/rmtag', answer: ({ body }) => removeTag(body) },
      { method: 'GET', path: '/v2.0/oa/tag/gettagsofoa', answer: () => accept([...holders.keys()]) },
    ],
    has: (name, residentId) => holders.get(name)?.has(residentId) === true,
    namesOf: (residentId) => [...holders].filter(([, people]) => people.has(residentId)).map(([name]) => name),
    dump: () => [...holders].map(([name, people]) => [name, [...people]]),
    load(state) {
      holders = new Map(stateShape.parse(state).map(([name, people]) => [name, new Set(people)]));
    },
  };
}
