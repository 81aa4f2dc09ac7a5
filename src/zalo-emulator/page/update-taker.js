import { groupKey, residentKey, visitorKey } from './people.js';
import { callProblem, receiverOf } from './records.js';

/** Brings each update of the live stream to those it concerns; chats that are not open only count. */
export function createUpdateTaker(parts) {
  const { people, windows, records, conditions, panel, showOa, closeChat, loadAll, onGroup } = parts;

  const onControl = { clock: conditions.loadClock, faults: conditions.loadFaults, snapshot: loadAll };

  function takeMessage(key, message) {
    const shown = windows.get(key);
    if (shown === undefined) people.note(key, message);
    else shown.apply(message);
  }

  function takeCall(call) {
    records.addCall(call);
    if (call.fault !== undefined) conditions.afterStrike();
    const problem = callProblem(call);
    if (problem === undefined) return;
    const showCall = async () => {
      const { openCallDetails } = await import('./control/message-details.js');
      openCallDetails(call);
    };
    const text = `OA gọi ${call.path.split('?')[0]}: ${problem}`;
    const receiver = receiverOf(call);
    const shown = windows.get(residentKey(receiver)) ?? windows.get(visitorKey(receiver));
    shown?.note(call.id, call.atMs, text, showCall);
  }

  function takeGroup(group) {
    const key = groupKey(group.id);
    people.putGroup(group);
    if (group.status !== 'dissolved') windows.get(key)?.showGroup(group);
    else if (windows.has(key)) closeChat(key);
    onGroup();
  }

  function takeResident(resident) {
    people.putResident(resident);
    windows.get(residentKey(resident.id))?.showResident(resident);
  }

  return {
    take(update) {
      switch (update.type) {
        case 'message':
          return takeMessage(residentKey(update.message.residentId), update.message);
        case 'group-message':
          return takeMessage(groupKey(update.message.groupId), update.message);
        case 'visitor-message':
          return takeMessage(visitorKey(update.message.residentId), update.message);
        case 'visitor':
          return people.putVisitor(update.visitor);
        case 'resident':
          return takeResident(update.resident);
        case 'group':
          return takeGroup(update.group);
        case 'delivery':
          return records.addDelivery(update.delivery);
        case 'call':
          return takeCall(update.call);
        case 'account':
          showOa(update.account);
          return panel.changed('account');
        case 'webhook':
          return panel.showWebhook(update);
        case 'control':
          void onControl[update.changed]?.().catch(() => undefined);
          return panel.changed(update.changed);
        default:
          return panel.changed(update.type);
      }
    },
  };
}
