const failures = {
  refused: 'Trợ lý báo lỗi, không nhận tin này.',
  timeout: 'Trợ lý nhận tin quá chậm.',
  unreachable: 'Không kết nối được tới trợ lý. Máy sẽ tự gửi lại.',
  disabled: 'Đường gửi tin tới trợ lý đang tắt. Mở «Bảng điều khiển giả lập» để bật lại.',
  no_webhook: 'Chưa nối với trợ lý nào.',
};

const states = { sending: 'Đang gửi…', received: 'Đã nhận', seen: 'Đã xem' };

const kinds = {
  image: 'Ảnh',
  gif: 'Ảnh động',
  sticker: 'Nhãn dán',
  location: 'Vị trí',
  file: 'Tệp',
  voice: 'Tin nhắn thoại',
  video: 'Video',
  link: 'Liên kết',
  business_card: 'Danh thiếp',
  article: 'Bài viết',
  template: 'Tin mẫu',
  request_user_info: 'Xin thông tin',
};

/** The line under a resident's message. */
export function stateText(message) {
  return message.state === 'failed' ? (failures[message.failure] ?? failures.refused) : states[message.state];
}

/** One line for a list of conversations or a quotation. */
export function previewText(message) {
  const body = message.text ?? message.elements?.[0]?.title ?? kinds[message.kind] ?? 'Tin nhắn';
  return message.from === 'resident' ? `Bạn: ${body}` : body;
}
