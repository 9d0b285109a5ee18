/** What is on the guest's screen: text, cells, picture. Decodes the answers of plugins/vga; knows no machine. */
export { AnsiRenderer, ansiRow, rendition } from './ansi.ts';
export { decodeCp437, encodeCp437 } from './cp437.ts';
export { encodePng, encodePpm, type Image, ImageReader, readImage } from './image.ts';
export {
  type Cell,
  type Color,
  type Cursor,
  cellAt,
  decodeScreen,
  QUESTION_TEXT,
  questionPicture,
  rowText,
  type Screen,
  type ScreenMode,
  screenLines,
  screenText,
} from './screen.ts';
