import { api } from './api.js';

const MAX_KEPT = 500;

/**
 * What went over the wire: deliveries to the webhook and calls to the API, the last 500 of each. Nothing is loaded or kept
 * before somebody asks with `ensure()`, because most people who open the page never do.
 */
export function createRecords() {
  const lists = { deliveries: [], calls: [] };
  const listeners = new Set();
  let loading;

  function add(kind, record) {
    if (loading === undefined) return;
    const list = lists[kind];
    list.push(record);
    if (list.length >= 2 * MAX_KEPT) lists[kind] = list.slice(-MAX_KEPT);
    for (const listener of listeners) listener(kind);
  }

  /** What came by the live stream meanwhile stays behind what was loaded. */
  function merge(kind, loaded) {
    const known = new Set(loaded.map(({ id }) => id));
    lists[kind] = [...loaded, ...lists[kind].filter(({ id }) => !known.has(id))].slice(-MAX_KEPT);
    for (const listener of listeners) listener(kind);
  }

  async function load() {
    const [deliveries, calls] = await Promise.all([api.deliveries(), api.calls()]);
    merge('deliveries', deliveries);
    merge('calls', calls);
  }

  return {
    deliveries: () => lists.deliveries,
    calls: () => lists.calls,
    addDelivery: (delivery) => add('deliveries', delivery),
    addCall: (call) => add('calls', call),
    onChange: (listener) => listeners.add(listener),
    ensure() {
      loading ??= load().catch((error) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    /** After a lost connection or a restored snapshot. */
    async reload() {
      if (loading === undefined) return;
      lists.deliveries = [];
      lists.calls = [];
      loading = load();
      await loading;
    },
  };
}

/** Whom a call of the OA concerns: a resident, a group, a visitor, or undefined. */
export function receiverOf({ requestBody, path }) {
  const recipient = requestBody?.recipient ?? {};
  const { user_id: userId, group_id: groupId, anonymous_id: anonymousId } = recipient;
  const plain = userId ?? groupId ?? anonymousId ?? requestBody?.user_id ?? requestBody?.group_id;
  if (plain !== undefined) return String(plain);
  return /(?:user_id|group_id)(?:%22|")?(?:=|%3A|:)(?:%22|")?(\w+)/i.exec(path)?.[1];
}

/** What went wrong with a call of the OA; undefined when nothing did. */
export function callProblem({ status, answer, fault }) {
  const error = Number(answer?.error ?? 0);
  if (error !== 0) return `${error} ${answer.message ?? answer.error_description ?? answer.error_name ?? ''}`.trim();
  if (fault !== undefined) return `lỗi giả lập: ${fault}`;
  return status === 200 ? undefined : `HTTP ${status}`;
}
