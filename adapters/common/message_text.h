// A message as text: its words (an agent's behind the name, "Kim: Hello!"), then its facts, files, source and numbered
// choices, in the markup that a platform reads, in parts that it takes.
//
// Thread safety: pure functions. Bounds: linear in the message. Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/common/split.h"
#include "bot/base/message.h"

namespace frontdesk::adapters::common {

// Each but kPlain is a Dialect (adapters/common/dialect.h).
enum class Markup {
  kPlain,       // base::ToPlainText: "1. Label", "text (href)"
  kCommonMark,  // https://spec.commonmark.org/0.31.2/
  kDingTalk,
  kLark,  // cards of Feishu and Lark
  kMattermost,
  kMatrixHtml,  // https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes
  kMrkdwn,      // https://docs.slack.dev/messaging/formatting-message-text
  kWeChat,      // texts of official accounts
  kQq,          // plain words
};

// A part as text, and as the blocks that the text was written from.
struct RichPart {
  std::string text;
  base::RichText blocks;
};

// The whole message as one text. `message` went through InertMessage.
std::string MessageText(const base::Message& message, Markup markup);

// The same in parts within the limit; no part ends inside an escape, a link or a fence: what was open is closed and
// opened again in the next. None for a message without words. A limit of less than 64 is for plain text only.
std::vector<std::string> MessageParts(const base::Message& message, Markup markup, TextLimit limit);

// The same for platforms that take rich text as such beside its text; not for kPlain.
std::vector<RichPart> RichParts(const base::Message& message, Markup markup, TextLimit limit);

}  // namespace frontdesk::adapters::common
