#include "knowledge/small_talk.h"

#include <algorithm>
#include <array>
#include <span>

#include "bot/base/text.h"
#include "knowledge/language.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

namespace {

using Words = std::span<const std::u32string_view>;

constexpr std::u32string_view kHello[] = {U"hi",
                                          U"hello",
                                          U"hey",
                                          U"hiya",
                                          U"yo",
                                          U"howdy",
                                          U"greetings",
                                          U"good morning",
                                          U"morning",
                                          U"good afternoon",
                                          U"good evening",
                                          U"hi there",
                                          U"hello there",
                                          U"hey there",
                                          U"are you there",
                                          U"anyone there",
                                          U"anybody there",
                                          U"你好",
                                          U"您好",
                                          U"你好啊",
                                          U"你好呀",
                                          U"嗨",
                                          U"哈喽",
                                          U"哈啰",
                                          U"早",
                                          U"早上好",
                                          U"早安",
                                          U"上午好",
                                          U"中午好",
                                          U"下午好",
                                          U"晚上好",
                                          U"在吗",
                                          U"在么",
                                          U"在不在",
                                          U"有人吗",
                                          U"有人在吗",
                                          U"大家好",
                                          U"hello hello",
                                          U"hi bot"};
constexpr std::u32string_view kThanks[] = {U"thanks",
                                           U"thank you",
                                           U"thx",
                                           U"ty",
                                           U"tysm",
                                           U"cheers",
                                           U"many thanks",
                                           U"thanks a lot",
                                           U"thank you so much",
                                           U"thank you very much",
                                           U"thanks so much",
                                           U"much appreciated",
                                           U"appreciate it",
                                           U"i appreciate it",
                                           U"that helped",
                                           U"that helps",
                                           U"great thanks",
                                           U"ok thanks",
                                           U"okay thanks",
                                           U"perfect thanks",
                                           U"thanks for your help",
                                           U"thank you for your help",
                                           U"thanks for the help",
                                           U"谢谢",
                                           U"谢谢你",
                                           U"谢谢您",
                                           U"多谢",
                                           U"感谢",
                                           U"非常感谢",
                                           U"谢了",
                                           U"谢啦",
                                           U"十分感谢",
                                           U"太谢谢了",
                                           U"谢谢啦",
                                           U"谢谢了",
                                           U"好的谢谢",
                                           U"感谢感谢",
                                           U"谢谢帮助",
                                           U"辛苦了",
                                           U"谢谢谢谢"};
constexpr std::u32string_view kBye[] = {
    U"bye",        U"goodbye",   U"good bye",   U"bye bye",         U"see you",
    U"see ya",     U"cya",       U"take care",  U"have a nice day", U"have a good day",
    U"good night", U"thats all", U"that's all", U"that is all",     U"再见",
    U"拜拜",       U"拜",        U"回见",       U"下次见",          U"晚安",
    U"88",         U"没事了",    U"没有了",     U"没别的了"};
constexpr std::u32string_view kOk[] = {
    U"ok",         U"okay",       U"k",    U"kk",     U"fine",    U"alright", U"all right", U"got it", U"i see",
    U"understood", U"sure",       U"cool", U"great",  U"perfect", U"nice",    U"good",      U"roger",  U"makes sense",
    U"no problem", U"no worries", U"好",   U"好的",   U"好吧",    U"好啊",    U"行",        U"行吧",   U"可以",
    U"嗯",         U"嗯嗯",       U"哦",   U"噢",     U"哦哦",    U"知道了",  U"明白",      U"明白了", U"了解",
    U"了解了",     U"收到",       U"懂了", U"没问题", U"ok的",    U"好滴",    U"好哒",      U"好嘞"};

constexpr std::u32string_view kAngryWords[] = {
    U"furious",   U"angry",       U"ridiculous",  U"unacceptable", U"outrageous", U"disgusting", U"pathetic",
    U"garbage",   U"crap",        U"bullshit",    U"shit",         U"shitty",     U"fuck",       U"fucking",
    U"fucked",    U"wtf",         U"damn",        U"scammers",     U"idiots",     U"useless",    U"rubbish",
    U"appalling", U"infuriating", U"incompetent", U"moron",        U"morons",     U"stfu"};
constexpr std::u32string_view kAngryPhrases[] = {U"fed up",           U"sick of",          U"worst service",
                                                 U"worst app",        U"worst support",    U"waste of time",
                                                 U"waste of money",   U"piece of junk",    U"so frustrated",
                                                 U"so frustrating",   U"very frustrated",  U"really frustrated",
                                                 U"had enough",       U"this is a joke",   U"you people",
                                                 U"lawyer",           U"sue you",          U"want my money back now",
                                                 U"file a complaint", U"make a complaint", U"i want to complain",
                                                 U"this sucks",       U"you suck",         U"go to hell",
                                                 U"how dare you"};
constexpr std::u32string_view kAngryChinese[] = {
    U"投诉", U"太差",   U"垃圾",     U"气死",   U"生气",   U"愤怒",     U"恶心",   U"坑爹",   U"坑人",
    U"骗子", U"傻逼",   U"煞笔",     U"妈的",   U"他妈",   U"tmd",      U"操你",   U"卧槽",   U"我靠",
    U"滚蛋", U"什么破", U"什么玩意", U"什么鬼", U"无语",   U"忍无可忍", U"受不了", U"受够了", U"差劲",
    U"太烂", U"真烂",   U"烂透",     U"极差",   U"废物",   U"曝光你",   U"消协",   U"12315",  U"起诉",
    U"退钱", U"太过分", U"欺人太甚", U"火大",   U"糟糕透", U"态度恶劣"};
// Words above that a calm question may hold: "垃圾邮件" is spam, "被骗子" is a report.
constexpr std::u32string_view kCalmChinese[] = {U"垃圾邮件", U"垃圾消息", U"垃圾信息", U"垃圾短信",
                                                U"垃圾箱",   U"垃圾桶",   U"垃圾广告", U"清理垃圾"};

constexpr std::u32string_view kAsks[] = {
    U"how",     U"what",     U"why",    U"when",   U"where",   U"who",     U"which",  U"whose", U"can",
    U"could",   U"do",       U"does",   U"did",    U"is",      U"are",     U"was",    U"were",  U"will",
    U"would",   U"should",   U"may",    U"am",     U"has",     U"have",    U"what's", U"how's", U"where's",
    U"who's",   U"why's",    U"isn't",  U"can't",  U"doesn't", U"don't",   U"didn't", U"won't", U"wasn't",
    U"aren't",  U"couldn't", U"cant",   U"cannot", U"forgot",  U"need",    U"help",   U"show",  U"tell",
    U"explain", U"reset",    U"change", U"delete", U"cancel",  U"remove",  U"find",   U"turn",  U"enable",
    U"disable", U"set",      U"add",    U"invite", U"export",  U"recover", U"restore"};
constexpr std::u32string_view kAsksInside[] = {
    U"i want to", U"i'd like to", U"i would like to", U"i need",        U"how to", U"how do", U"how can",
    U"is there",  U"not working", U"doesn't work",    U"does not work", U"won't",  U"can't",  U"cannot",
    U"unable to", U"no longer",   U"keeps",           U"failed",        U"fails",  U"error"};
constexpr std::u32string_view kAsksChinese[] = {
    U"怎么",   U"如何", U"怎样", U"为什么", U"为何", U"什么",     U"吗",   U"呢",     U"哪里",     U"哪儿",
    U"哪个",   U"哪些", U"多少", U"多久",   U"几点", U"几天",     U"谁",   U"能不能", U"可不可以", U"是不是",
    U"有没有", U"能否", U"是否", U"请问",   U"咋",   U"我想",     U"我要", U"帮我",   U"收不到",   U"不了",
    U"不上",   U"失败", U"报错", U"不能",   U"无法", U"没有声音", U"忘记", U"忘了",   U"求助"};

// Of the above, what asks and cannot as well describe: "how do I find the log", not "export my data" or "it won't
// start".
constexpr std::u32string_view kOutright[] = {U"how",   U"what",  U"why",    U"when",  U"where",   U"who",
                                             U"which", U"whose", U"what's", U"how's", U"where's", U"who's"};
constexpr std::u32string_view kOutrightInside[] = {U"can i", U"could i", U"do i", U"how do", U"how can", U"how to"};
constexpr std::u32string_view kOutrightChinese[] = {
    U"怎么", U"如何", U"怎样", U"为什么", U"为何", U"什么",   U"吗",       U"呢",   U"哪里", U"哪儿",
    U"哪个", U"哪些", U"多少", U"多久",   U"几点", U"能不能", U"可不可以", U"请问", U"咋"};

constexpr std::size_t kShortestSentence = 2;  // characters or words; shorter ones are no questions

std::u32string Read(std::string_view text) {
  return Normalize(text.substr(0, kMaxSmallTalkBytes), ShippedLanguage()->characters);
}

// As words with one space between, a space at both ends; Chinese runs stand as words.
std::u32string Spaced(const std::vector<Token>& tokens) {
  std::u32string spaced = U" ";
  for (const Token& token : tokens) {
    spaced += token.text;
    spaced += U' ';
  }
  return spaced;
}

bool Is(const std::u32string& message, Words words) {
  return std::find(words.begin(), words.end(), std::u32string_view(message)) != words.end();
}

bool HoldsWord(const std::u32string& spaced, Words words) {
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) {
    return spaced.find(U" " + std::u32string(word) + U" ") != std::u32string::npos;
  });
}

bool Holds(std::u32string_view text, Words parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::u32string_view part) { return text.find(part) != std::u32string_view::npos; });
}

void Erase(std::u32string& text, Words parts) {
  for (const std::u32string_view part : parts) {
    for (std::size_t at; (at = text.find(part)) != std::u32string::npos;) text.erase(at, part.size());
  }
}

bool IsSentenceEnd(char32_t point) {
  return point == '?' || point == '!' || point == '\n' || point == U'？' || point == U'！' || point == U'。';
}

// A full stop ends a sentence only before a space: "3.4" and "duck.com" are whole.
std::vector<std::string> Sentences(std::string_view text) {
  const std::vector<char32_t> points = base::ToCodePoints(text);
  std::vector<std::string> sentences(1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    base::AppendUtf8(points[i], sentences.back());
    const bool stop = points[i] == '.' && i + 1 < points.size() && points[i + 1] == ' ';
    if (stop || IsSentenceEnd(points[i])) sentences.emplace_back();
  }
  return sentences;
}

}  // namespace

SmallTalk RecogniseSmallTalk(std::string_view text) {
  if (text.size() > kMaxSmallTalkBytes) return SmallTalk::kNone;
  const std::u32string read = Read(text);
  const std::u32string message = Join(Tokenize(read));
  if (Is(message, kThanks)) return SmallTalk::kThanks;
  if (Is(message, kHello)) return SmallTalk::kHello;
  if (Is(message, kBye)) return SmallTalk::kBye;
  return Is(message, kOk) ? SmallTalk::kOk : SmallTalk::kNone;
}

bool SoundsAngry(std::string_view text) {
  std::u32string read = Read(text);
  Erase(read, kCalmChinese);
  const std::u32string spaced = Spaced(Tokenize(read));
  return HoldsWord(spaced, kAngryWords) || HoldsWord(spaced, kAngryPhrases) || Holds(read, kAngryChinese);
}

bool LooksLikeQuestion(std::string_view text) {
  const std::u32string read = Read(text);
  const std::vector<Token> tokens = Tokenize(read);
  if (tokens.empty()) return false;
  if (read.find(U'?') != std::u32string::npos) return true;
  if (Holds(read, kAsksChinese)) return true;
  const std::u32string spaced = Spaced(tokens);
  if (HoldsWord(spaced, kAsksInside)) return true;
  return tokens.size() > 1 && HoldsWord(U" " + std::u32string(tokens.front().text) + U" ", kAsks);
}

bool AsksOutright(std::string_view text) {
  const std::u32string read = Read(text);
  const std::vector<Token> tokens = Tokenize(read);
  if (tokens.empty()) return false;
  if (read.find(U'?') != std::u32string::npos || Holds(read, kOutrightChinese)) return true;
  if (HoldsWord(Spaced(tokens), kOutrightInside)) return true;
  return tokens.size() > 1 && HoldsWord(U" " + std::u32string(tokens.front().text) + U" ", kOutright);
}

std::vector<std::string> SplitQuestions(std::string_view text) {
  std::vector<std::string> questions;
  for (const std::string& sentence : Sentences(text.substr(0, kMaxSmallTalkBytes))) {
    const std::string_view trimmed = base::Trim(sentence);
    if (base::CountGraphemes(trimmed) <= kShortestSentence || !LooksLikeQuestion(trimmed)) continue;
    if (questions.size() < kMaxSplitQuestions) questions.emplace_back(trimmed);
  }
  if (questions.size() < 2) return {std::string(base::Trim(text))};
  return questions;
}

}  // namespace frontdesk::knowledge
