#include "flows/person_request.h"

#include <re2/re2.h>

#include <string>
#include <vector>

#include "bot/base/text.h"

namespace frontdesk::flows {

namespace {

// Where one thing ends and the next begins. "and", "but" do it too: "it broke again and I want a human". So does a
// space in Chinese.
constexpr char32_t kEnds[] = U".,;:!?\n()，。；：！？、…—";
constexpr std::string_view kJoints[] = {" and ", " but ", " so ", " or ", " - "};

// What may stand around a request changes nothing.
std::string English() {
  const std::string before =
      "(?:please |pls |no |ok |okay |just |now |then |so |but |and |or |well |hi |hello |hey |sorry |actually |"
      "really |thanks |maybe |instead )*";
  const std::string after =
      "(?: please| pls| now| right now| right away| instead| asap| thanks| thank you| here| today| immediately|"
      " directly| quickly| then| to help(?: me)?| who can help(?: me)?| for help| about (?:this|it|that)|"
      " with (?:this|it)| from (?:your team|support))*";
  const std::string wish =
      "(?:i (?:really |just )?(?:want|need|would like|prefer|wish|have)(?: to)? |i'd (?:like|rather|prefer)(?: to)? |"
      "i wanna |want to |need to |want |need |let me |(?:can|could|may) (?:i|we) (?:please |just )?|"
      "(?:can|could|would|will) you (?:please |just )?|is there |are there |i'm asking for )";
  const std::string say = "(?:talk|speak|chat)(?: to| with) ";
  const std::string bring =
      "(?:get me|get|give me|connect me (?:to|with)|connect to|transfer me to|transfer (?:this )?to|"
      "pass me (?:on )?to|put me through to|switch (?:me )?to|bring in|hand (?:me |this )?over to|send me to|send me|"
      "escalate (?:this |it )?to) ";
  const std::string one = "(?:a |an |the |some |your |any |one of your )?";
  const std::string kind =
      "(?:real |live |actual |human |proper )*(?:support |customer service |customer support |service )?";
  const std::string who =
      "(?:human|human being|person|people|agent|representative|rep|operator|colleague|advisor|staff|staff member|"
      "manager|supervisor)";
  const std::string others =
      "(?:(?:someone|somebody|anyone|anybody)(?: real| human| else)?|"
      "(?:your )?(?:customer service|customer support|customer care|support|support team|support staff))";
  const std::string bare = "(?:a )?human|(?:a )?(?:real|live|actual) (?:human|person|agent)";
  return before + "(?:" + wish + "?(?:" + say + "|" + bring + ")(?:" + one + kind + who + "|" + others + ")|" + wish +
         one + kind + who + "|" + bare + ")" + after;
}

std::string Chinese() {
  const std::string before =
      "(?:请|麻烦|帮我|给我|我要|我想要|我想|我需要|想要|想|要|需要|能不能|可不可以|可否|能|可以|直接|还是|那就|那|"
      "就|马上|快点|快|赶紧|立刻|立即|算了|不用了|有没有|有|你好|您好|谢谢)*";
  const std::string after =
      "(?:吧|吗|么|呢|啊|呀|谢谢|一下|好吗|行吗|可以吗|好不好|行不行|来|帮我|处理|解决|帮忙|服务|在线|在)*";
  const std::string one = "(?:个|一个|一位|位|你们|你们的)?";
  const std::string person = "(?:人工|真人|活人|人工客服|真人客服|人工服务|人工坐席|人工座席)";
  const std::string staff = "(?:客服|客服人员|在线客服|工作人员|坐席|座席|个人|人|管理员|同事)";
  const std::string bring = "(?:转接到|转接|转到|转给|转|接通|接入|接|找|联系|换成|换|叫|呼叫|安排)" + one;
  const std::string with = "(?:和|跟|与|同|找)" + one;
  const std::string say = "(?:说话|说|聊聊|聊|谈谈|谈|沟通|对话|讲话|讲|通话)";
  return before + "(?:(?:" + bring + ")?" + person + "|" + bring + staff + "|" + with + "(?:" + person + "|" + staff +
         ")" + say + ")" + after;
}

std::vector<std::string> Clauses(std::string_view text) {
  std::vector<std::string> clauses(1);
  char32_t before = 0;
  for (const char32_t point : base::ToCodePoints(text)) {
    const bool chinese_space = point == ' ' && base::IsCjk(before);
    before = point;
    if (chinese_space || std::u32string_view(kEnds).find(point) != std::u32string_view::npos) {
      clauses.emplace_back();
    } else {
      base::AppendUtf8(point, clauses.back());
    }
  }
  return clauses;
}

// The clause whole, and what stands behind its last joint.
bool Asks(const std::string& clause) {
  static const RE2 english(English()), chinese(Chinese());
  const std::string folded = base::FoldForMatch(clause);
  const auto matches = [](std::string_view part) {
    return RE2::FullMatch({part.data(), part.size()}, english) || RE2::FullMatch({part.data(), part.size()}, chinese);
  };
  if (matches(base::Trim(folded))) return true;
  for (const std::string_view joint : kJoints) {
    const auto at = folded.rfind(joint);
    if (at != std::string::npos && matches(std::string_view(folded).substr(at + joint.size()))) return true;
  }
  return false;
}

}  // namespace

bool AsksForPerson(std::string_view text) {
  for (const std::string& clause : Clauses(text.substr(0, kMaxPersonRequestBytes)))
    if (!base::Trim(clause).empty() && Asks(clause)) return true;
  return false;
}

}  // namespace frontdesk::flows
