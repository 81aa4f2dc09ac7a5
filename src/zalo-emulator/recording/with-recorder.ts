import type { Emulator } from '../emulator.ts';
import type { PlainAction, RecordedAccount, RecordedAssetChange, Step } from './model.ts';
import { createRecorder } from './recorder.ts';
import type { RecorderInlet, Tape } from './recorder.ts';

/** An emulator before it can be recorded. */
export type PlainEmulator = Omit<Emulator, 'recorder' | 'publicUrl'>;

/**
 * Adds the recorder: everything people and developers do passes it here, on its way into the emulator. While nothing is
 * recorded that is one comparison for each action, and nothing at all for what the OA sends.
 */
export function withRecorder(emulator: PlainEmulator): Emulator {
  let publicUrl = emulator.options.publicUrl;
  const inlet = createRecorder(emulator, () => publicUrl);
  const { start, stop, isRecording, current } = inlet;
  return {
    ...emulator,
    recorder: { start, stop, isRecording, current },
    as: recordedActions(emulator, inlet),
    inGroup: recordedGroupActions(emulator, inlet),
    groups: recordedGroupDesk(emulator, inlet),
    ...recordedDesk(emulator, inlet),
    publicUrl: () => publicUrl,
    setPublicUrl(url) {
      publicUrl = url.replace(/\/+$/, '');
      emulator.setPublicUrl(url);
    },
    restore(snapshot) {
      emulator.restore(snapshot);
      inlet.end();
    },
  };
}

function recordedActions({ as, history }: PlainEmulator, { note }: RecorderInlet): Emulator['as'] {
  const person = ({ names }: Tape, residentId: string) => ({ person: names.personName(residentId) });
  const plain = <T>(does: PlainAction, act: (residentId: string) => T) => {
    return (residentId: string): T =>
      note(
        true,
        () => act(residentId),
        (tape) => ({ ...person(tape, residentId), does }),
      );
  };
  return {
    send: (residentId, input) =>
      note(
        true,
        () => as.send(residentId, input),
        (tape, { id, media }) => {
          tape.names.hideMedia(media);
          const kept = tape.keepInput(input);
          return { ...person(tape, residentId), does: 'send', message: tape.names.countMessage(id), input: kept };
        },
      ),
    press: (residentId, messageId, index) =>
      note(
        true,
        () => as.press(residentId, messageId, index),
        (tape, { id }) => {
          const button = history(residentId).find((message) => message.id === messageId)?.buttons?.[index];
          if (button?.type !== 'oa.query.show' && button?.type !== 'oa.query.hide') return undefined;
          const { title, type } = button;
          const payload = tape.names.hideIds(button.payload);
          return {
            ...person(tape, residentId),
            does: 'press',
            message: tape.names.countMessage(id),
            on: tape.names.message(messageId) ?? null,
            button: { title: tape.names.hideIds(title), index, type, payload },
          };
        },
      ),
    follow: plain('follow', as.follow),
    unfollow: plain('unfollow', as.unfollow),
    clickChatNow: plain('clickChatNow', as.clickChatNow),
    withdraw: plain('withdraw', as.withdraw),
    block: plain('block', as.block),
    unblock: plain('unblock', as.unblock),
    markSeen: plain('markSeen', as.markSeen),
    call: (residentId, call = {}) =>
      note(
        true,
        () => as.call(residentId, call),
        (tape) => ({ ...person(tape, residentId), does: 'call', call }),
      ),
    react: (residentId, messageId, icon) =>
      note(
        true,
        () => as.react(residentId, messageId, icon),
        (tape) => {
          const on = tape.names.message(messageId);
          return on === undefined ? undefined : { ...person(tape, residentId), does: 'react', on, icon };
        },
      ),
    submitInfo: (residentId, info) =>
      note(
        true,
        () => as.submitInfo(residentId, info),
        (tape) => ({ ...person(tape, residentId), does: 'submitInfo', info }),
      ),
  };
}

function recordedGroupActions({ inGroup }: PlainEmulator, { note }: RecorderInlet): Emulator['inGroup'] {
  const group = ({ names }: Tape, groupId: string) => ({ group: names.groupName(groupId) });
  const byOne = (does: 'join' | 'requestJoin' | 'leave'): Emulator['inGroup']['join'] => {
    return (groupId, residentId) =>
      note(
        true,
        () => inGroup[does](groupId, residentId),
        (tape) => ({ ...group(tape, groupId), does, person: tape.names.personName(residentId) }),
      );
  };
  const decision = (does: 'approve' | 'decline'): Emulator['inGroup']['approve'] => {
    return (groupId, residentIds, adminId) =>
      note(
        true,
        () => inGroup[does](groupId, residentIds, adminId),
        (tape) => ({
          ...group(tape, groupId),
          does,
          people: residentIds.map(tape.names.personName),
          ...(adminId === undefined ? {} : { by: tape.names.personName(adminId) }),
        }),
      );
  };
  return {
    send: (groupId, residentId, input) =>
      note(
        true,
        () => inGroup.send(groupId, residentId, input),
        (tape, { id, media }) => {
          tape.names.hideMedia(media);
          const who = { ...group(tape, groupId), person: tape.names.personName(residentId) };
          const kept = tape.keepInput(input);
          return { ...who, does: 'sendToGroup', message: tape.names.countMessage(id), input: kept };
        },
      ),
    sendAsOa: (groupId, input) =>
      note(
        true,
        () => inGroup.sendAsOa(groupId, input),
        (tape, { id, media }) => {
          tape.names.hideMedia(media);
          const kept = tape.keepInput(input);
          return { ...group(tape, groupId), does: 'sendAsOa', message: tape.names.countMessage(id), input: kept };
        },
      ),
    join: byOne('join'),
    requestJoin: byOne('requestJoin'),
    leave: byOne('leave'),
    approve: decision('approve'),
    decline: decision('decline'),
    setOaInGroup: (groupId, hasOa) =>
      note(
        true,
        () => inGroup.setOaInGroup(groupId, hasOa),
        (tape) => ({ ...group(tape, groupId), does: 'setOaInGroup', hasOa }),
      ),
  };
}

function recordedGroupDesk({ groups, clock }: PlainEmulator, inlet: RecorderInlet): Emulator['groups'] {
  const { note } = inlet;
  const validForMs = (validThroughMs: number) => validThroughMs - clock.now();
  return {
    ...groups,
    create: (wanted) =>
      note(
        true,
        () => groups.create(wanted),
        ({ names }, created) => ({
          does: 'createGroup',
          group: names.group(created),
          name: wanted.name,
          description: wanted.description,
          people: wanted.memberIds.map(names.personName),
          assetType: created.asset.type,
        }),
      ),
    addAsset: (asset) =>
      note(
        true,
        () => groups.addAsset(asset),
        (_tape, { type, quotaType, autoRenew, validThroughMs }) => ({
          does: 'addAsset',
          asset: { type, quotaType, autoRenew, validForMs: validForMs(validThroughMs) },
        }),
      ),
    changeAsset(assetId, change) {
      // before the change, which may dissolve the group
      const groupId = inlet.isRecording() ? groups.assets().find(({ id }) => id === assetId)?.groupId : undefined;
      return note(
        true,
        () => groups.changeAsset(assetId, change),
        ({ names }) => {
          // an asset nobody uses has no name, and nobody notices its change
          if (groupId === undefined) return undefined;
          const { validThroughMs, ...rest } = change;
          const kept: RecordedAssetChange = {
            ...rest,
            ...(validThroughMs === undefined ? {} : { validForMs: validForMs(validThroughMs) }),
          };
          return { does: 'changeAsset', group: names.groupName(groupId), change: kept };
        },
      );
    },
    setOaAdmins: (residentIds) =>
      note(
        true,
        () => groups.setOaAdmins(residentIds),
        ({ names }) => ({ does: 'setOaAdmins', people: residentIds.map(names.personName) }),
      ),
  };
}

type RecordedDesk = Pick<
  Emulator,
  | 'clock'
  | 'account'
  | 'createResident'
  | 'describeResident'
  | 'refuseSendsTo'
  | 'setFaults'
  | 'setEventSwitches'
  | 'updateSettings'
>;

function recordedDesk(emulator: PlainEmulator, { note }: RecorderInlet): RecordedDesk {
  const { clock, account } = emulator;
  const turn = (run: () => void, step: Step) => note(false, run, () => step);
  return {
    clock: {
      ...clock,
      advance: (ms) => turn(() => clock.advance(ms), { does: 'advanceClock', ms }),
      setOffset: (offsetMs) =>
        note(
          false,
          () => clock.setOffset(offsetMs),
          ({ startMs }) => ({ does: 'setClock', toMs: clock.now() - startMs }),
        ),
    },
    account: {
      ...account,
      update(change) {
        const kept = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, value ?? null]));
        turn(() => account.update(change), { does: 'changeAccount', change: kept as Partial<RecordedAccount> });
      },
    },
    createResident: (name) =>
      note(
        true,
        () => emulator.createResident(name),
        ({ names }, resident) => ({ does: 'arrive', person: names.person(resident) }),
      ),
    describeResident: (residentId, known) =>
      note(
        true,
        () => emulator.describeResident(residentId, known),
        ({ names }) => ({
          does: 'become',
          person: names.personName(residentId),
          ...(known.phone === undefined ? {} : { phone: known.phone }),
          ...(known.traits === undefined ? {} : { traits: known.traits }),
        }),
      ),
    refuseSendsTo: (residentId, code) =>
      note(
        true,
        () => emulator.refuseSendsTo(residentId, code),
        ({ names }) => ({ does: 'refuseSends', person: names.personName(residentId), code: code ?? null }),
      ),
    setFaults: (faults) => turn(() => emulator.setFaults(faults), { does: 'setFaults', faults }),
    setEventSwitches: (eventSwitches) =>
      turn(() => emulator.setEventSwitches(eventSwitches), { does: 'setEventSwitches', eventSwitches }),
    updateSettings: (change) => turn(() => emulator.updateSettings(change), { does: 'changeSettings', change }),
  };
}
