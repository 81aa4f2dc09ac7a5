import {
  type RetrievedCard,
  toRetrievedCard,
  type LlmCard,
  type LlmSearch,
} from '../../../../src/understanding/llm/card.ts';

/** A card with a fee, a deadline, a number, an address and a secret in it, in the manner of the shipped ones. */
export const residence: LlmCard = {
  title: 'Đăng ký tạm trú',
  answer:
    'Ở ngoài xã, phường nơi thường trú từ 30 ngày trở lên thì phải đăng ký tạm trú. {Bác} nộp trên dichvucong.gov.vn, trong VNeID, hoặc ra Công an xã, phường nơi đang ở.',
  warning: 'Cảnh báo: Không nộp tiền tạm trú theo đường link hay mã QR ai gửi qua điện thoại. Đừng đọc mã OTP cho ai.',
  steps: [
    { text: 'Mở VNeID, vào mục "Thủ tục hành chính", chọn đăng ký tạm trú.', ifStuck: 'Gọi 1900 0368 để hỏi.' },
    { text: 'Tự gõ mật mã VNeID rồi xem lệ phí trên màn hình, thường 7.000 đồng.' },
    { text: 'Chờ kết quả, thường khoảng 3 ngày làm việc.' },
  ],
  help: 'Công an xã, phường nơi đang ở.',
};

export const police: LlmCard = {
  title: 'Có người xưng công an gọi điện',
  answer:
    'Công an không gọi video để làm việc, không đòi chuyển tiền, không xin mã OTP qua điện thoại. Gặp người như vậy, {bác} cúp máy ngay.',
  warning: 'Cảnh báo: Đã lỡ chuyển thì gọi ngay ngân hàng để khóa. Không ai chắc chắn lấy lại được tiền.',
  steps: [
    { text: 'Cúp máy ngay, không cần xin lỗi.', ifStuck: 'Bị đe dọa thì gọi 113.' },
    { text: 'Kể cho người nhà.' },
  ],
};

const cards: Readonly<Record<string, LlmCard>> = { 'temporary-residence': residence, 'scam-fake-police-court': police };

export const residenceCard: RetrievedCard = toRetrievedCard('temporary-residence', residence);
export const policeCard: RetrievedCard = toRetrievedCard('scam-fake-police-court', police);

/** A search that finds both cards for everything but "nothing". */
export const search: LlmSearch = {
  search: (text, limit) =>
    text === 'nothing'
      ? []
      : [
          { id: 'scam-fake-police-court', confidence: 0.5 },
          { id: 'a-flow', confidence: 0.4 },
          { id: 'temporary-residence', confidence: 0.3 },
        ].slice(0, limit),
  card: (id) => (Object.hasOwn(cards, id) ? cards[id] : undefined),
};
