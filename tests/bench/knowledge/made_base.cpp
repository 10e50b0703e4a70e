#include "tests/bench/knowledge/made_base.h"

#include <array>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string_view>

namespace frontdesk::bench {

namespace {

using nlohmann::json;

// An act, a thing or a place, in the words of authors, of people who ask, and in Chinese.
struct Name {
  std::string_view written, asked, chinese;
};

constexpr Name kActs[] = {{"delete", "get rid of", "删除"},
                          {"create", "make a new", "新建"},
                          {"share", "pass on", "分享"},
                          {"export", "download", "导出"},
                          {"import", "bring in", "导入"},
                          {"rename", "give another name to", "重命名"},
                          {"move", "shift", "移动"},
                          {"copy", "duplicate", "复制"},
                          {"archive", "put away", "归档"},
                          {"restore", "get back", "恢复"},
                          {"lock", "protect", "锁定"},
                          {"hide", "conceal", "隐藏"},
                          {"print", "put on paper", "打印"},
                          {"sort", "reorder", "排序"},
                          {"filter", "narrow down", "筛选"},
                          {"merge", "combine", "合并"},
                          {"split", "break up", "拆分"},
                          {"schedule", "plan", "定时"},
                          {"approve", "sign off", "审批"},
                          {"reject", "turn down", "拒绝"},
                          {"assign", "hand to a colleague", "指派"},
                          {"translate", "get another language for", "翻译"},
                          {"sync", "keep up to date", "同步"},
                          {"pin", "keep on top", "置顶"},
                          {"mute", "silence", "静音"},
                          {"forward", "send on", "转发"},
                          {"edit", "change", "编辑"},
                          {"find", "look for", "查找"},
                          {"encrypt", "secure", "加密"},
                          {"tag", "put a label on", "加标签"}};

constexpr Name kThings[] = {{"invoice", "bill", "发票"},
                            {"folder", "directory", "文件夹"},
                            {"message", "text", "消息"},
                            {"contact", "address", "联系人"},
                            {"report", "analysis", "报表"},
                            {"calendar", "diary", "日历"},
                            {"task", "to-do", "任务"},
                            {"note", "memo", "笔记"},
                            {"channel", "room", "频道"},
                            {"recording", "tape", "录音"},
                            {"screenshot", "picture", "截图"},
                            {"template", "pattern", "模板"},
                            {"dashboard", "overview", "仪表盘"},
                            {"webhook", "callback", "回调"},
                            {"licence", "permit", "许可证"},
                            {"backup", "safety copy", "备份"},
                            {"poll", "vote", "投票"},
                            {"form", "questionnaire", "表单"},
                            {"avatar", "profile photo", "头像"},
                            {"password", "passphrase", "密码"},
                            {"notification", "alert", "通知"},
                            {"attachment", "file", "附件"},
                            {"comment", "remark", "评论"},
                            {"draft", "unfinished text", "草稿"},
                            {"signature", "sign-off", "签名"},
                            {"filter rule", "condition", "规则"},
                            {"shortcut", "hotkey", "快捷键"},
                            {"theme", "colours", "主题"},
                            {"playlist", "track list", "播放列表"},
                            {"order", "purchase", "订单"},
                            {"coupon", "voucher", "优惠券"},
                            {"ticket", "case", "工单"},
                            {"customer", "client", "客户"},
                            {"product", "item", "商品"},
                            {"warehouse", "stockroom", "仓库"},
                            {"meeting", "call", "会议"},
                            {"transcript", "written record", "文字记录"},
                            {"survey", "feedback round", "问卷"},
                            {"badge", "sticker", "徽章"},
                            {"device", "gadget", "设备"}};

constexpr Name kPlaces[] = {{"mobile app", "phone", "手机端"},
                            {"web console", "browser", "网页端"},
                            {"desktop client", "computer", "桌面端"},
                            {"admin panel", "administration", "管理后台"},
                            {"team space", "our group", "团队空间"},
                            {"guest access", "visitors", "访客"},
                            {"trial plan", "test period", "试用版"},
                            {"business plan", "company tier", "企业版"},
                            {"sandbox", "test area", "沙箱"},
                            {"public page", "open site", "公开页面"},
                            {"archive", "old storage", "归档区"},
                            {"inbox", "incoming mail", "收件箱"},
                            {"workflow", "automation", "工作流"},
                            {"marketplace", "add-on shop", "应用市场"},
                            {"branch office", "other site", "分公司"},
                            {"data centre", "server side", "机房"},
                            {"widget", "chat bubble", "聊天挂件"},
                            {"kiosk", "terminal", "自助机"},
                            {"tablet", "ipad", "平板"},
                            {"smart watch", "wrist", "手表"},
                            {"television", "big screen", "电视端"},
                            {"car", "vehicle", "车机"},
                            {"loudspeaker", "voice box", "音箱"},
                            {"intranet", "inner network", "内网"}};

// %a act, %t thing, %p place.
constexpr std::string_view kPhrasings[] = {
    "How do I %a the %t in the %p?", "%a a %t on the %p",       "I want to %a my %t in %p", "cannot %a %t %p",
    "where can I %a a %t of the %p", "%p: %a %t does not work", "steps to %a %t in the %p", "%a %t %p"};
constexpr std::string_view kQuestions[] = {
    "could you tell me how to %a a %t on the %p please", "my boss wants me to %a the %t, we use the %p",
    "is there any way to %a that %t with %p", "tried to %a one %t yesterday in the %p and it failed"};
constexpr std::string_view kChinese[] = {"%p怎么%a%t", "如何在%p%a%t", "%p里%t无法%a"};
constexpr std::string_view kElsewhere[] = {"what is the weather like", "tell me a joke about cats",
                                           "今天股市怎么样",           "who won the match last night",
                                           "play some quiet music",    "附近有什么好吃的"};
constexpr std::string_view kSyllables[] = {"ba", "con", "der", "est", "fi",  "gra", "hol", "in",  "ker", "lo",
                                           "mi", "nor", "ope", "par", "qua", "ren", "sta", "tor", "ul",  "ver"};

struct Topic {
  const Name *act, *thing, *place;
};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::size_t Below(std::size_t bound) { return random_() % bound; }
  template <typename T, std::size_t N>
  const T& Any(const T (&list)[N]) {
    return list[Below(N)];
  }

  std::vector<Topic> Topics(std::size_t count) {
    std::vector<Topic> topics;
    std::set<std::array<const Name*, 3>> seen;
    while (topics.size() < count) {
      const Topic topic{&Any(kActs), &Any(kThings), &Any(kPlaces)};
      if (seen.insert({topic.act, topic.thing, topic.place}).second) topics.push_back(topic);
    }
    return topics;
  }

  json Article(const Topic& topic, std::size_t number, std::size_t phrasings, std::size_t body_words) {
    json row{{"id", "a" + std::to_string(number)},
             {"title", Fill("%a a %t in the %p", topic, &Name::written)},
             {"phrasings", json::array()},
             {"tags", {topic.place->written}},
             {"body", Body(topic, body_words)}};
    const std::size_t first = Below(std::size(kPhrasings));
    for (std::size_t i = 0; i < phrasings; ++i) {
      const bool chinese = i + 1 == phrasings && phrasings > 1;
      row["phrasings"].push_back(chinese
                                     ? Fill(Any(kChinese), topic, &Name::chinese)
                                     : Fill(kPhrasings[(first + i) % std::size(kPhrasings)], topic, &Name::written));
    }
    return row;
  }

  // In authors' words or others, sometimes with a slip; one in ten out of scope.
  json Question(const std::vector<Topic>& topics, std::size_t number) {
    const std::string id = "q" + std::to_string(number);
    if (number % 10 == 9) return {{"id", id}, {"query", Any(kElsewhere)}, {"relevant", json::array()}};
    const std::size_t article = Below(topics.size());
    std::string text;
    switch (Below(4)) {
      case 0: text = Fill(Any(kChinese), topics[article], &Name::chinese); break;
      case 1: text = Fill(Any(kQuestions), topics[article], &Name::asked); break;
      case 2: text = Slip(Fill(Any(kQuestions), topics[article], &Name::written)); break;
      default: text = Fill(Any(kQuestions), topics[article], &Name::written);
    }
    return {{"id", id}, {"query", text}, {"relevant", {"a" + std::to_string(article)}}};
  }

 private:
  static std::string Fill(std::string_view pattern, const Topic& topic, std::string_view Name::*words) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '%') {
        text += pattern[i];
        continue;
      }
      const char kind = pattern[++i];
      text += (kind == 'a' ? topic.act : kind == 't' ? topic.thing : topic.place)->*words;
    }
    return text;
  }

  std::string Slip(std::string text) {
    const std::size_t at = 1 + Below(text.size() - 2);
    std::swap(text[at], text[at + 1]);
    return text;
  }

  // Words of a vocabulary of 8,000, the first ones often, with the topic's own among them.
  std::string Body(const Topic& topic, std::size_t words) {
    std::string body;
    for (std::size_t i = 0; i < words; ++i) {
      if (i % 17 == 3)
        body += Fill(i % 2 == 0 ? "%t" : "%a", topic, &Name::written);
      else
        body += Word(Below(1 + Below(8'000)));
      body += i % 14 == 13 ? ".\n" : " ";
    }
    return body;
  }

  static std::string Word(std::size_t number) {
    std::string word;
    for (std::size_t rest = number + 1; rest > 0; rest /= std::size(kSyllables)) {
      word += kSyllables[rest % std::size(kSyllables)];
    }
    return word;
  }

  std::mt19937_64 random_;
};

}  // namespace

MadeBase MakeBase(std::size_t articles, std::size_t phrasings, std::size_t body_words, std::size_t questions,
                  std::uint64_t seed) {
  Maker maker(seed);
  const std::vector<Topic> topics = maker.Topics(articles);
  MadeBase base;
  for (std::size_t i = 0; i < articles; ++i) {
    base.articles += maker.Article(topics[i], i, phrasings, body_words).dump() + '\n';
  }
  for (std::size_t i = 0; i < questions; ++i) base.questions += maker.Question(topics, i).dump() + '\n';
  return base;
}

}  // namespace frontdesk::bench
