import { describe, expect, test } from 'vitest';
import { isPassedOn } from '../../../src/conversation/scam-answer.ts';
import { startChat } from '../../support/chat.ts';

const fakeBank =
  'Vietcombank: tai khoan cua quy khach bi khoa, vui long truy cap http://vietcombank-xacthuc.top de xac minh';
const parcel =
  'Bưu điện thông báo: kiện hàng của quý khách bị giữ. Truy cập buudien-nhanhang.top nhập mã OTP và mật khẩu ngân hàng để nhận.';

describe('a message that was passed on', () => {
  test.each([fakeBank, parcel])('"%s" is called very dangerous, with reasons and what to do', async (text) => {
    const { said, plan } = await startChat().say(text);
    expect(said[0]?.text).toContain('Tin này rất nguy hiểm');
    expect(said[0]?.text).toContain('Vì sao ạ:\n- ');
    expect(said[0]?.text).toContain('Bác nên làm:\n- ');
    expect(plan.engagement).toContainEqual(expect.objectContaining({ flow: 'scam-check-dangerous' }));
  });

  test.each([
    [fakeBank, 'scam-check-dangerous', 'look-alike-link'],
    [parcel, 'scam-check-dangerous', 'delivery'],
    [
      'Tuyển cộng tác viên tại nhà, việc nhẹ lương cao 500k/ngày, vào https://zalo.me/g/abcd',
      'scam-check-suspicious',
      'job',
    ],
    ['xem giúp trang này https://dichvucong.gov.vn/ là gì', 'scam-check-unknown', ''],
  ])('"%s" is counted as %s of kind "%s"', async (text, flow, outcome) => {
    const { plan } = await startChat().say(text);
    expect(plan.engagement).toEqual([
      { kind: 'question', topic: 'scam-safety', flow, outcome, version: '', step: '', quantity: 1 },
    ]);
  });

  test('is kept nowhere: neither in what is counted nor in the session', async () => {
    const { plan } = await startChat().say(fakeBank);
    expect(JSON.stringify([plan.engagement, plan.session, plan.patch])).not.toContain('vietcombank');
  });

  test('gives with one tap words for the family, which can be passed on', async () => {
    const chat = startChat();
    await chat.say(fakeBank);
    const { text } = await chat.press('Cảnh báo cho gia đình');
    expect(text).toContain('Cả nhà chú ý');
    expect(text).toContain('gọi ngay ngân hàng để khóa');
  });

  test('leads to the first hour whoever did what it says', async () => {
    const chat = startChat();
    await chat.say(fakeBank);
    expect((await chat.press('Lỡ làm theo rồi')).text).toContain('ngân hàng');
  });

  test('with a link and no sign of a scam is not called fine', async () => {
    const { text } = await startChat().say('xem giúp trang này https://dichvucong.gov.vn/ là gì');
    expect(text).not.toMatch(/an toàn|yên tâm|tin được/u);
    expect(text).toContain('không chắc được');
  });

  test.each([
    'làm sao để đăng ký tạm trú cho người thuê trọ',
    'tôi muốn hỏi thủ tục làm căn cước cho cháu năm nay mười bốn tuổi thì phải mang theo những giấy tờ gì và đến đâu làm',
    'quên mật khẩu vneid',
  ])('"%s" is a question, not something passed on', (text) => expect(isPassedOn(text)).toBe(false));
});
