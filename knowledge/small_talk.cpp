#include "knowledge/small_talk.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "knowledge/language.h"
#include "knowledge/phrase_list.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

namespace {

constexpr char kHello[] =
    "hi|hello|hey|hiya|yo|howdy|greetings|good morning|morning|good afternoon|good evening|hi there|"
    "hello there|hey there|are you there|anyone there|anybody there|你好|您好|你好啊|你好呀|嗨|哈喽|哈啰|早|"
    "早上好|早安|上午好|中午好|下午好|晚上好|在吗|在么|在不在|有人吗|有人在吗|大家好|hello hello|hi bot";
constexpr char kThanks[] =
    "thanks|thank you|thx|ty|tysm|cheers|many thanks|thanks a lot|thank you so much|thank you very much|"
    "thanks so much|much appreciated|appreciate it|i appreciate it|that helped|that helps|great thanks|"
    "ok thanks|okay thanks|perfect thanks|thanks for your help|thank you for your help|thanks for the help|"
    "谢谢|谢谢你|谢谢您|多谢|感谢|非常感谢|谢了|谢啦|十分感谢|太谢谢了|谢谢啦|谢谢了|好的谢谢|感谢感谢|"
    "谢谢帮助|辛苦了|谢谢谢谢|well done|great job|good job|good bot|you are great|you're great|谢谢你的帮助|"
    "太好了谢谢|真棒|你真棒|厉害";
constexpr char kBye[] =
    "bye|goodbye|good bye|bye bye|see you|see ya|cya|take care|have a nice day|have a good day|good night|"
    "thats all|that's all|that is all|再见|拜拜|拜|回见|下次见|晚安|88|没事了|没有了|没别的了";
constexpr char kOk[] =
    "ok|okay|k|kk|fine|alright|all right|got it|i see|understood|sure|cool|great|perfect|nice|good|roger|"
    "makes sense|no problem|no worries|好|好的|好吧|好啊|行|行吧|可以|嗯|嗯嗯|哦|噢|哦哦|知道了|明白|明白了|"
    "了解|了解了|收到|懂了|没问题|ok的|好滴|好哒|好嘞|no|nope|no thanks|no thank you|nothing|nothing else|"
    "haha|hahaha|lol|不用|不用了|没有|没事|没事儿|哈哈|哈哈哈|呵呵|嘿嘿";
constexpr char kHowAreYou[] =
    "how are you|how are you doing|how are you today|how's it going|how do you do|what's up|sup|"
    "how is it going|你好吗|最近好吗|你还好吗|吃了吗|过得怎么样";
constexpr char kWhoAreYou[] =
    "who are you|what are you|are you a bot|are you bot|are you a robot|are you human|are you a human|"
    "are you a person|are you a real person|are you real|are you an ai|is this a bot|am i talking to a bot|"
    "am i talking to a human|am i talking to a person|am i talking to a real person|what is your name|"
    "what's your name|你是谁|你是什么|你是机器人|你是机器人吗|你是人吗|你是真人吗|你是人工吗|你是ai吗|"
    "是机器人吗|是真人吗|是人工吗|你叫什么|你叫什么名字|这是机器人吗";
// What may stand beside the words above.
constexpr char kFiller[] =
    "you|so much|very much|a lot|again|there|everyone|all|team|bot|guys|then|and|really|just|my friend|now|"
    "today|for your help|for the help|for your time|for helping|for that|for this|sir|madam|dear|support|"
    "mate|buddy|too|oh|well|very|you all|你|您|你们|们|你的帮助|您的帮助|啊|呀|哦|哈|啦|了|的|吧|嘛|大家|帮忙|"
    "客服|亲|非常|真的|那";

constexpr char kAngryWords[] =
    "furious|angry|ridiculous|unacceptable|outrageous|disgusting|pathetic|garbage|crap|bullshit|shit|shitty|"
    "fuck|fucking|fucked|wtf|damn|scammers|idiots|useless|rubbish|appalling|infuriating|incompetent|moron|"
    "morons|stfu";
constexpr char kAngryPhrases[] =
    "fed up|sick of|worst service|worst app|worst support|waste of time|waste of money|piece of junk|"
    "so frustrated|so frustrating|very frustrated|really frustrated|had enough|this is a joke|you people|"
    "lawyer|sue you|want my money back now|file a complaint|make a complaint|i want to complain|this sucks|"
    "you suck|go to hell|how dare you";
constexpr char kAngryChinese[] =
    "投诉|太差|垃圾|气死|生气|愤怒|恶心|坑爹|坑人|骗子|傻逼|煞笔|妈的|他妈|tmd|操你|卧槽|我靠|滚蛋|什么破|"
    "什么玩意|什么鬼|无语|忍无可忍|受不了|受够了|差劲|太烂|真烂|烂透|极差|废物|曝光你|消协|12315|起诉|退钱|"
    "太过分|欺人太甚|火大|糟糕透|态度恶劣";
// Words above that a calm question may hold: "垃圾邮件" is spam, "被骗子" is a report.
constexpr char kCalmChinese[] = "垃圾邮件|垃圾消息|垃圾信息|垃圾短信|垃圾箱|垃圾桶|垃圾广告|清理垃圾";

// What matters most comes first: "ok, thanks, bye" is thanks.
const std::array<std::pair<SmallTalk, PhraseList>, 6>& Kinds() {
  static const auto* kinds = new std::array<std::pair<SmallTalk, PhraseList>, 6>{{
      {SmallTalk::kWhoAreYou, PhraseList(kWhoAreYou)},
      {SmallTalk::kHowAreYou, PhraseList(kHowAreYou)},
      {SmallTalk::kThanks, PhraseList(kThanks)},
      {SmallTalk::kBye, PhraseList(kBye)},
      {SmallTalk::kHello, PhraseList(kHello)},
      {SmallTalk::kOk, PhraseList(kOk)},
  }};
  return *kinds;
}

const PhraseList& Filler() {
  static const auto* filler = new PhraseList(kFiller);
  return *filler;
}

std::u32string Read(std::string_view text) {
  return Normalize(text.substr(0, kMaxSmallTalkBytes), ShippedLanguage()->characters);
}

bool IsSign(char32_t point) { return utf8proc_category(static_cast<utf8proc_int32_t>(point)) == UTF8PROC_CATEGORY_SO; }

// Signs and no words: 👍.
bool HoldsSigns(std::u32string_view text) { return std::any_of(text.begin(), text.end(), IsSign); }

// The weightiest kind of a message that is made of small talk from end to end.
SmallTalk KindOfParts(std::u32string_view message) {
  std::size_t best = Kinds().size();
  for (std::size_t at = 0; at < message.size();) {
    if (message[at] == ' ') {
      ++at;
      continue;
    }
    std::size_t longest = Filler().LengthAt(message, at), kind = Kinds().size();
    for (std::size_t i = 0; i < Kinds().size(); ++i) {
      const std::size_t length = Kinds()[i].second.LengthAt(message, at);
      if (length > longest || (length == longest && length > 0 && kind == Kinds().size())) {
        longest = length;
        kind = i;
      }
    }
    if (longest == 0) return SmallTalk::kNone;
    best = std::min(best, kind);
    at += longest;
  }
  return best < Kinds().size() ? Kinds()[best].first : SmallTalk::kNone;
}

}  // namespace

SmallTalk RecogniseSmallTalk(std::string_view text) {
  if (text.size() > kMaxSmallTalkBytes) return SmallTalk::kNone;
  const std::u32string read = Read(text);
  const std::u32string message = Join(Tokenize(read));
  if (message.empty()) return HoldsSigns(read) ? SmallTalk::kOk : SmallTalk::kNone;
  for (const auto& [kind, phrases] : Kinds())
    if (phrases.Has(message)) return kind;
  return message.size() <= kMaxSmallTalkLetters ? KindOfParts(message) : SmallTalk::kNone;
}

bool HasWords(std::string_view text) { return !Tokenize(Read(text)).empty(); }

bool SoundsAngry(std::string_view text) {
  static const auto* calm = new PhraseList(kCalmChinese);
  static const auto* words = new PhraseList(kAngryWords);
  static const auto* phrases = new PhraseList(kAngryPhrases);
  static const auto* chinese = new PhraseList(kAngryChinese);
  const std::u32string read = calm->ErasedFrom(Read(text));
  const std::u32string spaced = Spaced(Tokenize(read));
  return words->StandsIn(spaced) || phrases->StandsIn(spaced) || chinese->IsPartOf(read);
}

}  // namespace frontdesk::knowledge
