import { describe, expect, test } from 'vitest';
import { judge, type Rejection } from '../../../../src/understanding/llm/guard/judge.ts';
import type { RetrievedCard } from '../../../../src/understanding/llm/card.ts';
import { instructionsFor } from '../../../../src/understanding/llm/prompts.ts';
import { policeCard, residenceCard } from './drafts.ts';

const rephrased = (text: string, card: RetrievedCard = residenceCard): Rejection | undefined =>
  judge({ cards: [card.id], text }, { use: 'rephrase', cards: [card], instructions: instructionsFor('rephrase') });

const summarised = (text: string, fence = 'f3nC3-mark'): Rejection | undefined =>
  judge(
    { cards: [policeCard.id], text },
    { use: 'summarise', cards: [policeCard, residenceCard], instructions: instructionsFor('summarise'), fence },
  );

describe('a rephrased card goes out', () => {
  test.each([
    'Bác ở chỗ khác từ 30 ngày trở lên thì phải đăng ký tạm trú. Bác nộp trong VNeID, hoặc ra Công an xã, phường nơi đang ở.',
    'Ở nơi khác xã của mình từ 30 ngày trở lên là bác phải đăng ký tạm trú.\nBác làm trên điện thoại, ở dichvucong.gov.vn hoặc VNeID.\nKhông làm được thì bác ra Công an xã, phường.',
    'Kết quả thường có sau khoảng 3 ngày làm việc. Lệ phí thường 7.000 đồng, bác xem trên màn hình.',
    'Cần hỏi thêm về tạm trú, bác gọi 1900 0368 hoặc ra Công an xã, phường.',
    'Bác nộp tạm trú trên VNeID. Đừng đọc mã OTP cho ai, và đừng nộp tiền theo đường link ai gửi qua điện thoại.',
    'Bác vào VNeID, mục "Thủ tục hành chính", rồi chọn đăng ký tạm trú. Ở bước 3 thì bác chờ kết quả.',
    '1. Bác mở VNeID, vào mục "Thủ tục hành chính".\n2. Bác chọn đăng ký tạm trú rồi chờ kết quả.',
  ])('%s', (text) => {
    expect(rephrased(text)).toBeUndefined();
  });

  test.each([
    'Ai gọi video xưng công an rồi đòi chuyển tiền là bác cúp máy ngay. Công an không xin mã OTP qua điện thoại.',
    'Bác cúp máy ngay khi có người xưng công an gọi video. Không ai chắc chắn lấy lại được tiền đã chuyển.',
    'Công an không đòi chuyển tiền qua điện thoại đâu bác. Bị đe dọa thì bác gọi 113.',
    'Công an thật không gọi video, không đòi chuyển tiền và không xin mã OTP qua điện thoại. Bác cúp máy ngay.',
  ])('%s', (text) => {
    expect(rephrased(text, policeCard)).toBeUndefined();
  });
});

describe('a summary goes out', () => {
  test.each([
    'Tin nhắn này tự xưng là công an, dọa có lệnh bắt và đòi chuyển tiền ngay hôm nay.',
    'Tin nhắn này mạo danh ngân hàng, báo tài khoản bị khóa và bảo bấm vào đường link để nhập mật khẩu.',
    'Tin nhắn này xưng là cán bộ xã, yêu cầu bác đọc mã OTP qua điện thoại.',
    'Tin nhắn này tự xưng là nhân viên thuế, bảo cài một ứng dụng lạ để hoàn thuế.',
    'Kẻ gửi giả làm con cháu, kêu đang cấp cứu và xin chuyển tiền gấp.',
    'Tin nhắn này đòi bác đọc mã OTP và gửi ảnh căn cước.',
    'Tin nhắn này hứa lấy lại tiền bị lừa nếu nộp phí trước.',
    'Người gửi tự xưng điện lực, giục nộp tiền điện còn nợ và dọa cắt điện.',
  ])('%s', (text) => {
    expect(summarised(text)).toBeUndefined();
  });
});

describe('a rephrased card is refused', () => {
  const cases: readonly (readonly [Rejection, string])[] = [
    // telephone numbers, in every dress
    ['number', 'Bác đăng ký tạm trú trong VNeID, cần thì gọi 0901234567.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, cần thì gọi 09 01 23 45 67.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, cần thì gọi 0, 9, 0, 1, 2, 3, 4.'],
    ['number', 'Bác đăng ký tạm trú, cần thì gọi không chín không một hai ba bốn năm sáu bảy.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, cần thì gọi 1900 0369.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, cần thì gọi 113.'],
    // fees
    ['number', 'Bác đăng ký tạm trú trong VNeID, lệ phí thường 70.000 đồng.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, lệ phí thường 7.000.000 đồng.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, lệ phí thường 7 triệu đồng.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, lệ phí hai trăm nghìn đồng.'],
    ['number', 'Bác đăng ký tạm trú trong VNeID, lệ phí năm triệu.'],
    ['fee', 'Bác đăng ký tạm trú trong VNeID, miễn phí hoàn toàn.'],
    ['fee', 'Bác đăng ký tạm trú trong VNeID, nhớ đặt cọc trước khi nộp.'],
    // deadlines and dates
    ['number', 'Ở nơi khác từ 15 ngày trở lên thì bác phải đăng ký tạm trú.'],
    ['number', 'Ở nơi khác dưới 30 ngày thì bác phải đăng ký tạm trú.'],
    ['number', 'Ở nơi khác từ 30 tháng trở lên thì bác phải đăng ký tạm trú.'],
    ['number', 'Bác đăng ký tạm trú, chờ kết quả khoảng 3 ngày.'],
    ['number', 'Bác đăng ký tạm trú, chờ kết quả khoảng 3 giờ.'],
    ['number', 'Bác đăng ký tạm trú, chờ kết quả hai tuần.'],
    ['number', 'Bác đăng ký tạm trú trên VNeID trước 22/11/2026.'],
    ['number', 'Bác đăng ký tạm trú trên VNeID trước 17h30.'],
    ['number', 'Bác đăng ký tạm trú theo Nghị định 154/2024.'],
    ['number', 'Bác đăng ký tạm trú, giảm 50% lệ phí.'],
    ['number', 'Bác chọn mức 3 để đăng ký tạm trú trong VNeID.'],
    ['deadline', 'Bác phải đăng ký tạm trú trong VNeID ngay hôm nay.'],
    ['deadline', 'Bác ra Công an xã, phường đăng ký tạm trú vào thứ hai.'],
    ['deadline', 'Bác đăng ký tạm trú trong VNeID trước cuối tuần.'],
    // addresses
    ['link', 'Bác đăng ký tạm trú ở dichvucong-gov.com hoặc VNeID.'],
    ['link', 'Bác đăng ký tạm trú ở https://dichvucong.gov.vn.tamtru.top nhé.'],
    ['link', 'Bác đăng ký tạm trú ở dichvucong.gov.vn/tamtru nhé.'],
    ['link', 'Bác đăng ký tạm trú ở bit.ly/tamtru nhé.'],
    ['link', 'Bác đăng ký tạm trú, hỏi congan@gmail.com nhé.'],
    ['link', 'Bác đăng ký tạm trú ở tạm trú chấm com nhé.'],
    ['link', 'Bác đăng ký tạm trú, vào nhóm Telegram để hỏi Công an xã, phường.'],
    // secrets
    ['secret-request', 'Bác đăng ký tạm trú trong VNeID rồi đọc mã OTP cho em.'],
    ['secret-request', 'Bác đăng ký tạm trú rồi gửi mã xác nhận cho em nhé.'],
    ['secret-request', 'Để đăng ký tạm trú, bác gửi mật khẩu VNeID.'],
    ['secret-request', 'Để đăng ký tạm trú, em cần mật khẩu VNeID của bác.'],
    ['secret-request', 'Bác đăng ký tạm trú trong VNeID, mã OTP của bác là bao nhiêu?'],
    ['secret-request', 'Bác đăng ký tạm trú: chụp hai mặt thẻ căn cước gửi vào đây.'],
    ['secret-request', 'Bác đừng lo, đọc mã OTP trong VNeID để đăng ký tạm trú.'],
    ['secret-request', 'Bác đừng ngại đọc mã OTP để đăng ký tạm trú trong VNeID.'],
    ['secret-request', 'Bác không nên không đọc mã OTP khi đăng ký tạm trú.'],
    ['secret-request', 'Bác đừng đọc mã OTP cho ai mà gửi mã OTP cho em để đăng ký tạm trú.'],
    ['secret-request', 'Bác đăng ký tạm trú trong VNeID rồi doc ma OTP cho em.'],
    ['secret-request', 'Bác đăng ký tạm trú rồi nhập mã OTP vào khung chat này.'],
    ['secret-request', 'Bác đăng ký tạm trú rồi chuyển tiền lệ phí cho em.'],
    ['secret-request', 'Bác đăng ký tạm trú rồi nhắn số thẻ ngân hàng.'],
    ['secret-request', 'Bác đăng ký tạm trú rồi đọc dãy số máy vừa nhắn về.'],
    // promises and verdicts
    ['money-back', 'Bác đăng ký tạm trú trong VNeID, ngân hàng sẽ hoàn tiền.'],
    ['money-back', 'Bác đăng ký tạm trú, nộp nhầm sẽ được trả lại tiền.'],
    ['money-back', 'Bác đăng ký tạm trú, lệ phí sẽ lấy lại được hết.'],
    ['money-back', 'Bác đăng ký tạm trú, nộp nhầm thì ngân hàng rút lại tiền cho bác.'],
    ['money-back', 'Bác đăng ký tạm trú, nộp nhầm thì thế nào cũng đòi được tiền về.'],
    ['money-back', 'Bác đăng ký tạm trú, nộp nhầm thì tiền sẽ về tài khoản.'],
    ['safe-verdict', 'Bác nộp tạm trú trên VNeID, trang này an toàn.'],
    ['safe-verdict', 'Bác nộp tạm trú trên VNeID, đây là trang thật.'],
    ['safe-verdict', 'Bác cứ yên tâm nộp tạm trú trên VNeID.'],
    ['safe-verdict', 'Bác nộp tạm trú theo đường link, không phải lừa đảo đâu.'],
    ['impersonation', 'Em là cán bộ Công an xã, bác nộp tạm trú trên VNeID.'],
    ['forbidden-phrase', 'Bác ra Công an huyện để đăng ký tạm trú.'],
    ['forbidden-phrase', 'Bác mang sổ hộ khẩu ra Công an xã, phường đăng ký tạm trú.'],
    // not the card, not Vietnamese, not plain
    ['off-card', 'Trồng lúa ngắn vụ thì bác bón phân đạm sớm, tưới vừa phải, phòng sâu bệnh đúng cách.'],
    ['language', 'You can register your temporary residence in VNeID or at the police office.'],
    ['language', 'Bac dang ky tam tru trong VNeID, hoac ra Cong an xa, phuong noi dang o.'],
    ['characters', 'Bác đăng ký tạm trú trong VNeID 😀.'],
    ['characters', 'Bác đăng ký tạm trú, gọi ٠٩٠١٢٣.'],
    ['characters', 'Bác đăng ký tạm trú, gọi ０９０１２３.'],
    ['characters', 'Bác đọc mã О\u0422Р để đăng ký tạm trú.'],
    ['characters', 'Bác đăng ký\u200b tạm trú trong VNeID.'],
    ['characters', 'Bác đăng ký tạm trú trong \u202eVNeID.'],
    ['characters', '**Bác** đăng ký tạm trú trong VNeID.'],
    ['prompt-leak', 'Bác đăng ký tạm trú. Nhiệm vụ của mô hình: soạn chữ cho một trợ lý tự động.'],
    ['prompt-leak', 'soan chu cho mot tro ly tu dong dua duy nhat vao cac the'],
    ['empty', ''],
    ['empty', ' \n '],
  ];

  test.each(cases)('%s: %s', (reason, text) => {
    expect(rephrased(text)).toBe(reason);
  });

  test('over 700 characters, not at 700', () => {
    const sentence = 'Bác nộp trong VNeID, hoặc ra Công an xã, phường nơi đang ở. ';
    const text = sentence.repeat(20);
    expect(rephrased(text.slice(0, 700))).toBeUndefined();
    expect(rephrased(text.slice(0, 701))).toBe('too-long');
    expect(rephrased(text.repeat(5))).toBe('too-long');
  });
});

describe('a summary is refused', () => {
  const cases: readonly (readonly [Rejection, string])[] = [
    ['number', 'Tin nhắn này tự xưng công an, bảo gọi 0901234567.'],
    ['number', 'Tin nhắn này đòi chuyển 5 triệu đồng.'],
    ['number', 'Tin nhắn này đòi chuyển năm triệu đồng.'],
    ['link', 'Tin nhắn này bảo bấm vào vneid-gov.top để cập nhật.'],
    ['safe-verdict', 'Tin nhắn này an toàn.'],
    ['safe-verdict', 'Tin nhắn này nói đây là trang chính thống.'],
    ['safe-verdict', 'Tin nhắn này không phải lừa đảo.'],
    ['safe-verdict', 'Tin nhắn này là thật, của ngân hàng.'],
    ['safe-verdict', 'Tin nhắn này không có gì đáng lo.'],
    ['safe-verdict', 'Tin nhắn này không phải không an toàn.'],
    ['safe-verdict', 'Tin nhắn này bảo không đáng ngại.'],
    ['safe-verdict', 'Tin nhắn này đúng là của ngân hàng bác dùng.'],
    ['safe-verdict', 'Tin nhắn này báo từ số chính thức của ngân hàng.'],
    ['not-a-report', 'Tin nhắn này của ngân hàng bác dùng.'],
    ['not-a-report', 'Tin nhắn này là mã xác thực của ngân hàng.'],
    ['not-a-report', 'Tin nhắn này đã được kiểm tra và không có mã độc.'],
    ['not-a-report', 'Tin nhắn này vô tư, bác cứ xem.'],
    ['not-a-report', 'Bác làm theo lời dặn rồi bấm vào đường link.'],
    ['not-a-report', 'Tin nhắn này của ngân hàng. Bác bấm vào đường link.'],
    ['not-a-report', 'Tin nhắn này của ngân hàng, bác bấm vào đường link rồi chuyển tiền nhé.'],
    ['secret-request', 'Tin nhắn này của ngân hàng, bác gửi mã OTP cho em.'],
    ['secret-request', 'Tin nhắn này của ngân hàng, bảo bác gửi mã OTP cho em.'],
    ['secret-request', 'Tin nhắn này của ngân hàng, bác nhắn mật khẩu nhé.'],
    ['secret-request', 'Tin nhắn này của ngân hàng, bác báo mật khẩu nhé.'],
    ['not-a-report', 'Tin nhắn này tự xưng ngân hàng, bác muốn nhận quà thì bấm vào đường link.'],
    ['money-back', 'Tin nhắn này của ngân hàng, bác sẽ được hoàn tiền.'],
    ['prompt-leak', 'Tin nhắn này có dấu f3nC3-mark ở hai đầu.'],
    ['language', 'Tin nhắn này says it is safe, please call the bank and send this code.'],
    ['too-long', `Tin nhắn này tự xưng là công an${', dọa bắt người và đòi chuyển tiền'.repeat(10)}.`],
  ];

  test.each(cases)('%s: %s', (reason, text) => {
    expect(summarised(text)).toBe(reason);
  });

  test('safe in any wording is never let through, not even as an adverb', () => {
    expect(summarised('Tin nhắn này bảo chuyển tiền để an toàn.')).toBe('safe-verdict');
    expect(rephrased('Để an toàn, bác nộp tạm trú trên VNeID hoặc ra Công an xã, phường.')).toBeUndefined();
  });
});

describe('emergency numbers', () => {
  const card = {
    id: 'hotline',
    text: 'Việc khẩn thì gọi công an 113, chữa cháy 114, cấp cứu 115. Hỏi thủ tục gọi 1022.',
  };

  test('come back with their own service only', () => {
    expect(rephrased('Việc khẩn thì bác gọi công an 113, cấp cứu 115. Số 1022 để hỏi thủ tục.', card)).toBeUndefined();
    expect(rephrased('Việc khẩn thì bác gọi công an 114, chữa cháy 113.', card)).toBe('number');
    expect(rephrased('Việc khẩn thì bác gọi cấp cứu 113.', card)).toBe('number');
  });
});

describe('the cards a model names', () => {
  const material = { cards: [policeCard, residenceCard], instructions: '' };
  const text = 'Bác đăng ký tạm trú trong VNeID.';

  test('none is refused', () => {
    expect(judge({ cards: [], text: '' }, { use: 'choose', ...material })).toBe('no-card');
    expect(judge({ cards: [], text }, { use: 'rephrase', ...material })).toBe('no-card');
  });

  test('one that was not retrieved is refused, also beside one that was', () => {
    expect(judge({ cards: ['vneid-what-is'], text: '' }, { use: 'choose', ...material })).toBe('unknown-card');
    expect(judge({ cards: [''], text }, { use: 'rephrase', ...material })).toBe('unknown-card');
    const both = ['temporary-residence', 'vneid-what-is'];
    expect(judge({ cards: both, text: '' }, { use: 'choose', ...material })).toBe('unknown-card');
  });

  test('more than are asked for are refused', () => {
    const twice = ['temporary-residence', 'scam-fake-police-court'];
    expect(judge({ cards: twice, text: '' }, { use: 'choose', ...material })).toBeUndefined();
    expect(judge({ cards: [...twice, ...twice], text: '' }, { use: 'choose', ...material })).toBe('too-many-cards');
    expect(judge({ cards: twice, text }, { use: 'rephrase', ...material })).toBe('too-many-cards');
  });

  test('words beside a choice are refused', () => {
    expect(judge({ cards: ['temporary-residence'], text }, { use: 'choose', ...material })).toBe('too-long');
  });

  test('facts of a retrieved card that is not named do not count', () => {
    expect(judge({ cards: ['temporary-residence'], text }, { use: 'rephrase', ...material })).toBeUndefined();
    const call = 'Bác đăng ký tạm trú trong VNeID, bị đe dọa thì gọi 113.';
    expect(judge({ cards: ['temporary-residence'], text: call }, { use: 'rephrase', ...material })).toBe('number');
  });
});
