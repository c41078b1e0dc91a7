export const vi = {
  endTitle: 'Kết thúc ca',
  endOpen: (count: string) => `Còn ${count} người ở trong. Bàn giao danh sách này cho ca sau:`,
  endNobody: 'Không còn ai ở trong.',
  endUnsent: (count: string) => `Còn ${count} lượt chưa gửi. Chúng nằm an toàn trong máy và sẽ tự gửi khi có mạng.`,
  handOver: 'Bàn giao cho ca sau',
  closeGate: 'Đóng cổng hôm nay',
  closeHelp: 'Đóng cổng xóa tên khách khỏi máy này; nhật ký vẫn còn nguyên.',
};

export const en: typeof vi = {
  endTitle: 'End of shift',
  endOpen: (count) => `${count} still inside. Hand this list over:`,
  endNobody: 'Nobody is inside.',
  endUnsent: (count) => `${count} not sent yet. They are safe on this device and go when the network is back.`,
  handOver: 'Hand over to the next shift',
  closeGate: 'Close the gate for today',
  closeHelp: 'Closing takes the visitors’ names off this device; the log stays whole.',
};
