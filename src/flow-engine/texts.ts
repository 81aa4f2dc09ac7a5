/**
 * The engine's own words, said around what authors wrote. Vietnamese, because residents read them. `{bác}`/`{Bác}` and
 * the numbers in braces are filled in at run time.
 */
export const engineTexts = {
  /** Button titles of a card step, in the order of their numbers. */
  done: 'Xong',
  stuck: 'Chưa làm được',
  again: 'Xem lại',
  person: 'Gặp người hỗ trợ',
  /** Button titles after *Chưa làm được*. */
  doneAfterStuck: 'Thử lại xong rồi',
  stillStuck: 'Vẫn chưa được',
  /** Before a card's step text. */
  stepOf: 'Bước {number}/{count}: ',
  /** Before what to try. */
  stuckLead: 'Không sao {bác} ạ. ',
  /** When neither the step nor the card says what to try. */
  stuckWithoutAdvice: '{Bác} thử làm chậm lại một lần nữa, hoặc bấm "Gặp người hỗ trợ" nhé.',
  /** After the last *Xong*. */
  finished: 'Chúc mừng {bác}, {bác} đã làm xong rồi ạ!',
  /** The same on a scam card: nobody wants congratulations after losing money. */
  finishedCalm: 'Vậy là {bác} đã làm đủ các bước rồi ạ.',
  /** In front of a card past its review. */
  stale: 'Thông tin này đang được kiểm tra lại.',
  staleHelpLead: '{Bác} hỏi nơi chính thức trước nhé: ',
  /** Before the card's *Ai giúp được*. */
  helpLead: 'Ai giúp được {bác}: ',
  /** Before an ask's question after an answer nobody understood, where the author wrote no `retry`. */
  retry: 'Em chưa hiểu ý {bác}. {Bác} bấm một nút, hoặc nhắn số của nút giúp em nhé.',
  /** The same, for a question without choices. */
  retryText: 'Em chưa hiểu ý {bác}. {Bác} nhắn lại bằng chữ giúp em nhé.',
  retryNumber: 'Em chưa rõ con số. {Bác} nhắn bằng số giúp em nhé, ví dụ: 12.',
  retryMoney: 'Em chưa rõ số tiền. {Bác} nhắn giúp em, ví dụ: 500 nghìn, hoặc 1 triệu rưỡi.',
  retryDate: 'Em chưa rõ ngày nào. {Bác} nhắn ngày và tháng giúp em, ví dụ: 22/11.',
  retryPhone: 'Em chưa thấy số điện thoại. {Bác} nhắn đủ các số giúp em nhé.',
  retryPlace: 'Em chưa tìm ra nơi này. {Bác} nhắn tên xã, phường và tỉnh giúp em nhé.',
  retryPhoto: 'Em chưa nhận được ảnh. {Bác} bấm nút hình ảnh bên dưới, chọn ảnh rồi gửi giúp em nhé.',
  retryLocation: 'Em chưa nhận được vị trí. {Bác} bấm dấu ba chấm, chọn "Vị trí" rồi gửi giúp em nhé.',
  /** Before a question whose answer was understood but cannot be taken. */
  tooSmall: 'Số này hơi nhỏ {bác} ạ. {Bác} nhắn số từ {min} trở lên giúp em nhé.',
  tooLarge: 'Số này hơi lớn {bác} ạ. {Bác} nhắn số từ {max} trở xuống giúp em nhé.',
  moneyUnclear: 'Em chưa rõ {number} nghìn hay {number} triệu. {Bác} nhắn thêm chữ nghìn hoặc triệu giúp em nhé.',
  tooEarly: 'Ngày này sớm quá {bác} ạ. {Bác} nhắn ngày từ {min} trở đi giúp em nhé.',
  tooLate: 'Ngày này muộn quá {bác} ạ. {Bác} nhắn ngày từ {max} trở về trước giúp em nhé.',
  lunarDate: 'Em chưa tính được ngày âm lịch. {Bác} xem lịch rồi nhắn ngày dương giúp em nhé, ví dụ: 22/11.',
  badPhone: 'Số điện thoại này em thấy chưa đúng. {Bác} xem lại rồi nhắn đủ 10 số giúp em nhé.',
  tooShort: 'Em đọc thấy hơi ngắn. {Bác} nhắn rõ thêm một chút giúp em nhé.',
  tooLong: 'Câu này hơi dài, em chỉ ghi được {max} chữ cái. {Bác} nhắn gọn lại giúp em nhé.',
  /** Place questions: the province is known, the commune is not. */
  askCommune: 'Dạ, {place}. {Bác} ở xã, phường nào ạ?',
  communeNotFound: 'Em chưa tìm thấy xã, phường này ở {place}. {Bác} nhắn lại tên xã, phường giúp em nhé.',
  askProvince: 'Có nhiều nơi tên như vậy. {Bác} ở tỉnh, thành phố nào ạ?',
  choosePlace: '{Bác} chọn đúng nơi giúp em nhé.',
  /** A reminder or pause that is asked about before its time. */
  waiting: 'Em đang hẹn nhắc {bác} vào ngày {day}. {Bác} muốn làm tiếp ngay thì bấm nút nhé.',
  waitingUntold: 'Em đang chờ {bác} làm xong việc này. Xong rồi thì {bác} bấm nút để làm tiếp nhé.',
  goOnNow: 'Làm tiếp ngay',
  noReminder: 'Không cần nhắc nữa',
  /** After *Không cần nhắc*. */
  reminderCancelled: 'Dạ, em không nhắc việc này nữa ạ.',
  /** Quizzes. */
  questionOf: 'Câu {number}/{count}: ',
  right: 'Đúng rồi {bác} ạ!',
  notRight: 'Chưa đúng {bác} ạ. Câu trả lời là: {answer}.',
  score: '{Bác} trả lời đúng {right}/{count} câu.',
  passed: 'Chúc mừng {bác}!',
  notPassed: 'Không sao {bác} ạ, mình xem lại rồi thử lần nữa nhé.',
  /** Before a later part of the same step, in large steps. */
  stepOfAgain: 'Bước {number}/{count}, làm tiếp: ',
  /** Before a card's step after one unclear answer. */
  retryStep: 'Em chưa hiểu ý {bác}. Làm xong thì {bác} bấm "Xong" giúp em nhé.',
  /** Before a card's step after two or more unclear answers. */
  suggestPerson: 'Em vẫn chưa hiểu ý {bác}. Nếu thấy khó, {bác} bấm "Gặp người hỗ trợ" nhé.',
  /** When a person is asked for and the author wrote no sentence of their own. */
  handover: 'Dạ, em chuyển lời nhờ người hỗ trợ {bác}.',
  /** When the guidance was changed while the resident was in the middle of it. */
  changed: 'Phần hướng dẫn này vừa được thay đổi. Mong {bác} thông cảm, {bác} nhắn lại điều cần hỏi giúp em nhé.',
  /** When a definition loops or calls too deep: never the resident's fault. */
  gaveUp: 'Phần hướng dẫn này đang có trục trặc, em xin dừng ở đây. {Bác} nhắn lại điều cần hỏi giúp em nhé.',
} as const;
