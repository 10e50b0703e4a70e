#include "tests/contract/golden_scene.h"

namespace frontdesk::contract {

namespace {

using Who = Line::Who;

std::vector<Line> Said(std::vector<std::string> texts) {
  std::vector<Line> lines;
  for (std::string& text : texts) lines.push_back({Who::kUser, std::move(text)});
  return lines;
}

std::vector<Line> ReportInEnglish() {
  return Said({"report a problem", "My screen turns purple with yellow dots <all> the time & *everywhere*", "2",
               "change my profile picture", "back", "change my @profile picture", "settings should open", "skip",
               "2026-03-01", "Every time", "v 3.2.1", "1", "Only me", "no", "skip", "submit"});
}

std::vector<Line> ReportInChinese() {
  return Said({"我要反馈一个问题", "打开设置页面以后应用就闪退了，重新打开也一样", "３", "想换一下头像", "返回",
               "想换一下 @头像", "设置页面正常打开", "跳过", "2026-03-01", "每次都出现", "版本 3.4.1",
               "能用，但体验很差", "只有我", "没有", "跳过", "提交"});
}

std::vector<Line> HandoffInEnglish() {
  return {{Who::kUser, "how do I reset my pasword"},
          {Who::kUser, "I want to talk to a human"},
          {Who::kUser, "my order number is 12345"},
          {Who::kTakes},
          {Who::kReplies,
           "Hello! I have sent you a new mail.\nPlease look into the *spam* folder, too: "
           "https://mail.example.com/?a=1&b=2"},
          {Who::kNotes, "the mail had bounced"},
          {Who::kUser, "great, it is there"},
          {Who::kResolves},
          {Who::kUser, "1"}};
}

std::vector<Line> HandoffInChinese() {
  return {{Who::kUser, "怎么重置密码"},
          {Who::kUser, "转人工"},
          {Who::kUser, "我的订单号是 12345"},
          {Who::kTakes},
          {Who::kReplies, "你好！邮件已经重新发送。\n请同时看一下*垃圾邮件*：https://mail.example.com/?a=1&b=2"},
          {Who::kNotes, "之前的邮件被退回"},
          {Who::kUser, "收到了，谢谢"},
          {Who::kResolves},
          {Who::kUser, "1"}};
}

}  // namespace

std::vector<Scene> ScenesIn(std::string_view locale) {
  if (locale == "zh") return {{"golden-flow", ReportInChinese()}, {"golden-handoff", HandoffInChinese()}};
  return {{"golden-flow", ReportInEnglish()}, {"golden-handoff", HandoffInEnglish()}};
}

Scene DeskSceneIn(std::string_view locale) {
  if (locale == "zh")
    return {"golden-desk",
            {{Who::kUser, "转人工"},
             {Who::kPressesTake},
             {Who::kSaysInChannel, "回复 1001 你好，我是 Kim，请问有什么可以帮你？"},
             {Who::kUser, "我的订单号是 12345"},
             {Who::kSaysInChannel, "备注 1001 老客户"},
             {Who::kSaysInChannel, "解决 1001 已退款"}}};
  return {"golden-desk",
          {{Who::kUser, "I want to talk to a human"},
           {Who::kPressesTake},
           {Who::kSaysInChannel, "reply 1001 Hello, this is Kim. How can I help?"},
           {Who::kUser, "my order number is 12345"},
           {Who::kSaysInChannel, "note 1001 an old customer"},
           {Who::kSaysInChannel, "resolve 1001 refunded"}}};
}

std::string ToString(const Line& line) {
  const std::string agent = kAgentShown;
  switch (line.who) {
    case Who::kUser: return "user: " + line.text;
    case Who::kTakes: return agent + " takes it";
    case Who::kReplies: return agent + " replies: " + line.text;
    case Who::kNotes: return agent + " notes: " + line.text;
    case Who::kResolves: return agent + " resolves it";
    case Who::kPressesTake: return agent + " presses Take on the card";
    case Who::kSaysInChannel: return agent + " says in the channel: " + line.text;
  }
  return {};
}

std::string SceneConfig(const std::string& accounts, const std::string& desk) {
  return "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\ndata: ./data\nproduct: Relay\n"
         "locales: [en, zh]\nzone: UTC\nburst: 0\ntop_questions: [reset-password, call-lag]\n"
         "limits: {allow_hosts: [127.0.0.1]}\n" +
         desk + "accounts:\n" + accounts;
}

}  // namespace frontdesk::contract
