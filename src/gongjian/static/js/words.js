// The few words that scripts say, in the language of the page; 中文 is the key.
const ENGLISH = {
  "上次没交的内容已经填回来": "What you had typed is back",
  "不要这份草稿": "Drop this draft",
  "已复制": "Copied",
  "去掉": "Remove",
  "已选照片": "Photo",
  "删去照片": "Remove photo",
  "第": "No.",
  "张": "",
  "没有连上服务器，这一步没有办成。填的内容还在，连上网再试。": "The server can't be reached; nothing was saved. What you typed is still here. Try again when you are on line.",
  "没有连上，这一项留在本机，连上就存": "Not connected: kept on this phone, sent when the line is back",
  "手机评分还有 {n} 条记录没有上传。": "{n} records of field scoring have not been sent.",
  "这一步没有办成。填的内容还在，请稍后再试。": "That did not work. What you typed is still here. Please try again later.",
};
const isEnglish = document.documentElement.lang.startsWith("en");
export const say = (words, given = {}) => (isEnglish ? ENGLISH[words] ?? words : words).replace(/\{(\w+)\}/g, (hole, name) => given[name] ?? hole);
