// A small desk on an in-memory store, for tests that talk to the brain: two articles, one flow, a clock that stands.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/core/dialogue.h"
#include "bot/store/sqlite_store.h"
#include "flows/loader.h"
#include "knowledge/library.h"

namespace frontdesk::core {

inline constexpr char kResetEn[] = R"(---
title: Reset your password
questions: ["How do I reset my password?", "forgot my password", "can't remember my login"]
rejected: {flow: report}
---
Open Settings and choose Reset password.

## Details
The mail takes a minute.
)";

inline constexpr char kResetZh[] = R"(---
title: 重置密码
questions: ["怎么重置密码", "忘记密码了怎么办", "密码想不起来了"]
rejected: {flow: report}
---
打开“设置”，选择“重置密码”。
)";

inline constexpr char kVersionEn[] = R"(---
title: Find your version
questions: ["How do I find the version?", "which version do I have", "where is the version number"]
---
Menu > About shows it.
)";

inline constexpr char kVersionZh[] = R"(---
title: 查看版本号
questions: ["怎么查看版本号", "版本号在哪里看", "我用的是哪个版本"]
---
在“菜单 > 关于”里可以看到。
)";

inline constexpr char kReport[] = R"(flow: report
version: 1
title: Report a problem
locale: en
start:
  phrases: ["report a problem"]
  after: [article-rejected, no-answer]
steps:
  - {ask: actual, type: longtext, text: What went wrong?, min: 5, prefill: {from: message}}
  - ask: area
    type: choice
    text: Which part is it about?
    options:
      - {value: call, label: Calls}
      - {value: message, label: Messages}
  - {ask: version, type: version, text: Which version?, prefill: {from: context.app_version}, skip: true}
  - {ask: email, type: email, text: Your e-mail?, sensitive: true, skip: true}
  - confirm: review
  - ticket: {category: functional, title: "{{area.label}}: {{actual | first_line}}", component: "{{area}}", fields: [actual, area, version, email]}
  - {label: thanks, say: "Thank you. This is number {{ticket.number}}."}
  - end: done
)";

class TalkTest : public ::testing::Test {
 protected:
  TalkTest() : clock_(*base::ParseTime("2026-03-02T10:00Z")) {
    auto catalog = std::make_shared<Catalog>();
    catalog->policy.locales = {"en", "zh"};
    catalog->policy.product = "Relay";
    base::Findings findings;
    knowledge::LoadOptions options;
    options.locales = catalog->policy.locales;
    options.flows = {"report"};
    catalog->knowledge =
        knowledge::BuildIndex(knowledge::LoadLibrary({{"knowledge/articles/en/reset-password.md", kResetEn},
                                                      {"knowledge/articles/zh/reset-password.md", kResetZh},
                                                      {"knowledge/articles/en/find-version.md", kVersionEn},
                                                      {"knowledge/articles/zh/find-version.md", kVersionZh}},
                                                     options, findings));
    flows::LoadOptions flow_options;
    flow_options.locales = {"en"};
    flow_options.queues = {"general"};
    catalog->flows = flows::LoadFlows({{"flows/report.yaml", kReport}}, flow_options, findings);
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog_ = std::move(catalog);
    store_ = *store::OpenMemoryStore(clock_);
    dialogue_ = std::make_unique<Dialogue>(*store_, clock_, [this] { return catalog_; });
  }

  base::Event EventOf(base::EventBody body) {
    base::Event event;
    event.id = "e" + std::to_string(++events_);
    event.address = {"widget", "ada", ""};
    event.author = {"ada", "Ada", false, false};
    event.at = clock_.Now();
    event.body = std::move(body);
    return event;
  }

  // What the user saw after the event, their own words left out.
  std::vector<base::Message> Do(base::EventBody body) { return Seen(dialogue_->Send(EventOf(std::move(body)))); }
  std::vector<base::Message> Type(std::string text) { return Do(base::Said{std::move(text)}); }
  std::vector<base::Message> Pass(base::Millis duration) { return Seen(dialogue_->Pass(duration)); }

  std::vector<base::Message> Press(const std::string& label) {
    for (const base::Button& button : dialogue_->conversation()->buttons)
      if (button.label == label) return Do(base::Pressed{button.value, label});
    ADD_FAILURE() << "no button " << label;
    return {};
  }

  base::Status Act(const std::string& agent, base::AgentActed::Act act, std::string text = {}) {
    const auto spoken = dialogue_->Send(EventOf(base::AgentActed{act, agent, agent, std::move(text), {}}));
    if (!spoken) return tl::unexpected(spoken.error());
    last_ = Seen(spoken);
    return {};
  }

  std::vector<base::Message> Seen(const base::Result<std::vector<Spoken>>& spoken) {
    EXPECT_TRUE(spoken.has_value()) << (spoken ? "" : spoken.error().message);
    std::vector<base::Message> messages;
    if (!spoken) return messages;
    for (const Spoken& line : *spoken)
      if (line.row.from != "user" && !line.row.internal) messages.push_back(line.message);
    return messages;
  }

  static std::string TextOf(const std::vector<base::Message>& messages) {
    std::string text;
    for (const base::Message& message : messages) text += base::ToPlainText(message) + "\n";
    return text;
  }

  const Conversation& state() const { return *dialogue_->conversation(); }

  base::ManualClock clock_;
  std::shared_ptr<const Catalog> catalog_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Dialogue> dialogue_;
  std::vector<base::Message> last_;
  int events_ = 0;
};

}  // namespace frontdesk::core
