export const vi = {
  otherTitle: 'Máy ở cổng đang mở ở một thẻ khác',
  otherWhere: (time: string) => `Thẻ kia mở từ ${time}.`,
  otherHidden: 'Thẻ đó đang nằm sau thẻ khác hoặc cửa sổ khác: tìm thẻ có tên nhấp nháy ◀◀◀.',
  otherSilent: 'Thẻ đó chưa trả lời. Nếu nó đã treo, hãy đóng nó.',
  otherShow: 'Làm thẻ kia nhấp nháy',
  otherThen: 'Khi thẻ kia đóng, thẻ này tự chạy tiếp.',
  brokenTitle: 'Máy không mở được bộ nhớ',
  brokenHelp: 'Không ghi được lượt nào. Hãy ghi sổ giấy, tải lại trang; nếu vẫn vậy, báo văn phòng. Đừng xóa dữ liệu trang.',
  reload: 'Tải lại trang',
  unsupportedTitle: 'Trình duyệt này không dùng được',
  unsupportedHelp: 'Máy ở cổng cần Chrome, Edge hoặc Chromium bản mới, mở bằng địa chỉ https.',
  starting: 'Đang mở…',
};

export const en: typeof vi = {
  otherTitle: 'The kiosk is open in another tab',
  otherWhere: (time) => `That tab was opened at ${time}.`,
  otherHidden: 'It is behind another tab or window: look for the blinking ◀◀◀.',
  otherSilent: 'That tab does not answer. If it hangs, close it.',
  otherShow: 'Make that tab blink',
  otherThen: 'When it closes, this one goes on by itself.',
  brokenTitle: 'The device’s storage cannot be opened',
  brokenHelp: 'Nothing can be recorded. Use paper, reload the page; if that fails, tell the office. Do not clear the site’s data.',
  reload: 'Reload the page',
  unsupportedTitle: 'This browser cannot be used',
  unsupportedHelp: 'The kiosk needs a recent Chrome, Edge or Chromium and an https address.',
  starting: 'Opening…',
};
