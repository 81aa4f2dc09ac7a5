import { toClockWithSeconds } from '../text.js';
import { attempt } from '../toast.js';
import { createLogList } from './log-list.js';
import { deliveryMarks, deliveryResult, deliveryView, isBadDelivery } from './record-views.js';

/** Tab «Sự kiện»: each attempt to post an event to the bot's webhook. */
export function createDeliveryList({ people, records }) {
  const list = createLogList({
    bodyId: 'deliveries',
    caption: 'Các lần gửi sự kiện tới webhook',
    columns: ['Lúc', 'Người', 'Sự kiện', 'Kết quả', 'Mất'],
    items: records.deliveries,
    isBad: isBadDelivery,
    view: deliveryView,
    searchOf: ({ userId, eventName }) => `${people.nameOf(userId)} ${userId} ${eventName}`,
    toRow: (delivery) => [
      toClockWithSeconds(delivery.atMs),
      people.nameOf(delivery.userId),
      delivery.eventName + deliveryMarks(delivery),
      deliveryResult(delivery),
      `${Math.round(delivery.durationMs)} ms`,
    ],
  });
  records.onChange((kind) => (kind === 'deliveries' ? list.refresh() : undefined));
  return {
    ...list,
    show() {
      list.show();
      void attempt(() => records.ensure());
    },
  };
}
