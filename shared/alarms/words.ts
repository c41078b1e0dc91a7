/** One sentence for each alarm: the same on the screen and in the mail. Closed: a kind without words does not compile. */
import { type Instant, instantText, MINUTE } from '../clock.ts';
import type { WatchKind } from './watch.ts';

export interface WordedAlarm {
  kind: WatchKind;
  count: number;
  since: Instant;
  /** What it is about; '' where nobody may be named. */
  name: string;
}

/** dd/mm/yyyy HH:MM. */
const when = (at: Instant): string => instantText(at).slice(0, -3);
const minutes = (ms: number): number => Math.max(1, Math.round(Math.abs(ms) / MINUTE));

type Words = Record<WatchKind, (alarm: WordedAlarm) => { title: string; advice: string }>;

const VI: Words = {
  'kiosk-silent': ({ name, since }) => ({
    title: `${name}: không liên lạc từ ${when(since)}`,
    advice: 'Xin xem máy có bật, có mạng và đang mở màn hình quét không. Máy vẫn ghi khi mất mạng và tự gửi khi có lại.',
  }),
  'kiosk-idle': ({ name, since, count }) => ({
    title: `${name}: không có lượt nào từ ${when(since)}`,
    advice: `Ngày thường máy này có khoảng ${count} lượt. Xin hỏi bảo vệ: cổng có đóng, hay khách đi qua mà không quét?`,
  }),
  'poster-silent': ({ name, count }) => ({
    title: `Bảng mã QR ở ${name}: hôm nay chưa ai quét`,
    advice: `Ngày thường có khoảng ${count} tờ khai. Xin xem bảng có còn ở chỗ cũ, có bị che, rách hay dán đè không.`,
  }),
  'no-exits': ({ count }) => ({
    title: `Đã tan học, còn ${count} khách chưa có lượt ra`,
    advice: 'Xin bảo vệ xem danh sách cuối ngày trên máy ở cổng: ai đã về, ai ở lại, ai không rõ.',
  }),
  'burst-kiosk': ({ name, count, since }) => ({
    title: `${name}: ${count} lượt trong một phút, lúc ${when(since)}`,
    advice: 'Nhanh hơn mức người đi qua cổng. Có thể có ai đó quét ảnh chụp của nhiều mã. Xin hỏi bảo vệ trực ca đó.',
  }),
  'burst-poster': ({ name, count, since }) => ({
    title: `Bảng mã QR ở ${name}: ${count} tờ khai trong năm phút, lúc ${when(since)}`,
    advice: 'Nếu hôm nay không họp phụ huynh hay có sự kiện, có thể có người gửi tờ khai hàng loạt.',
  }),
  'burst-pass': ({ count, since }) => ({
    title: `Một mã qua cổng được dùng để vào ${count} lần trong nửa giờ, từ ${when(since)}`,
    advice: 'Có thể mã bị chụp lại cho nhiều người dùng. Xin xem các lượt quanh giờ đó trong sổ; có thể thu hồi mã ở đó.',
  }),
  'kiosk-clock': ({ name, count }) => ({
    title: `${name}: đồng hồ ${count > 0 ? 'nhanh' : 'chậm'} ${minutes(count)} phút`,
    advice: 'Xin bật ngày giờ tự động trên máy. Giờ trong sổ đã được chỉnh theo máy chủ.',
  }),
  'kiosk-storage': ({ name, count }) => ({
    title: count > 80 ? `${name}: bộ nhớ đã đầy ${count} %` : `${name}: trình duyệt chưa bảo đảm giữ dữ liệu`,
    advice:
      count > 80
        ? 'Xin để máy có mạng cho đến khi gửi hết, và xóa bớt thứ khác trên máy.'
        : 'Xin cài trang ở cổng như một ứng dụng trên máy đó, rồi bắt đầu ca lại.',
  }),
  backlog: ({ name, count, since }) => ({
    title: `${name}: ${count} lượt chưa gửi, lâu nhất từ ${when(since)}`,
    advice: 'Xin cho máy nối mạng. Nếu máy không bao giờ có mạng, dùng “Ghi tệp” trên máy và tải tệp lên ở trang Máy ở cổng.',
  }),
};

const EN: Words = {
  'kiosk-silent': ({ name, since }) => ({
    title: `${name}: no contact since ${when(since)}`,
    advice: 'See whether it is on, has network and shows the scanning page. It goes on recording without network and sends later.',
  }),
  'kiosk-idle': ({ name, since, count }) => ({
    title: `${name}: nobody passed since ${when(since)}`,
    advice: `On a usual day it has about ${count} passages. Ask the guard: is the gate closed, or do people pass without scanning?`,
  }),
  'poster-silent': ({ name, count }) => ({
    title: `Poster at ${name}: nobody has scanned it today`,
    advice: `On a usual day there are about ${count} declarations. See whether the poster is still there, covered, torn or pasted over.`,
  }),
  'no-exits': ({ count }) => ({
    title: `School is over and ${count} visitors have no exit yet`,
    advice: 'Ask the guard to go through the end-of-day list on the kiosk: who left, who stays, who is unknown.',
  }),
  'burst-kiosk': ({ name, count, since }) => ({
    title: `${name}: ${count} passages within a minute, at ${when(since)}`,
    advice: 'Faster than people walk through a gate. Somebody may have scanned photographs of codes. Ask the guard of that shift.',
  }),
  'burst-poster': ({ name, count, since }) => ({
    title: `Poster at ${name}: ${count} declarations within five minutes, at ${when(since)}`,
    advice: 'If there is no meeting or event today, somebody may be sending declarations in bulk.',
  }),
  'burst-pass': ({ count, since }) => ({
    title: `One pass entered ${count} times within half an hour, from ${when(since)}`,
    advice: 'It may have been photographed for others. Look at the passages around that time in the log; the pass can be revoked there.',
  }),
  'kiosk-clock': ({ name, count }) => ({
    title: `${name}: its clock is ${minutes(count)} minutes ${count > 0 ? 'fast' : 'slow'}`,
    advice: 'Switch on automatic date and time on it. Times in the log are corrected by the server’s clock.',
  }),
  'kiosk-storage': ({ name, count }) => ({
    title: count > 80 ? `${name}: storage is ${count} % full` : `${name}: the browser has not promised to keep the data`,
    advice:
      count > 80
        ? 'Keep it connected until everything is sent, and clear other things from the device.'
        : 'Install the kiosk’s page as an app on it, then start the shift again.',
  }),
  backlog: ({ name, count, since }) => ({
    title: `${name}: ${count} passages not sent, the oldest of ${when(since)}`,
    advice: 'Connect it. If it never has network, save a file on the kiosk and bring it in on the kiosks’ page.',
  }),
};

/** What happened, and what to do about it. */
export const alarmWords = (language: 'vi' | 'en', alarm: WordedAlarm): { title: string; advice: string } =>
  (language === 'vi' ? VI : EN)[alarm.kind](alarm);
