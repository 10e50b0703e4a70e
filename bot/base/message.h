// What the bot or an agent says: rich text with buttons, a card of facts, files, and what kind of saying it is.
// The kind lets transcripts, numbers and renderers tell a question from an answer without reading the words.
//
// Thread safety: plain values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"
#include "bot/base/rich_text.h"

namespace frontdesk::base {

enum class MessageKind {
  kSay,         // anything without a special kind
  kGreeting,    // the first words to a new person
  kAsk,         // a flow's open question; subject = slot
  kAnswer,      // an article; subject = article id
  kDidYouMean,  // titles to choose from
  kReview,      // the summary before submitting; subject = flow
  kReceipt,     // a ticket was opened; subject = its number
  kHandoff,     // a person is (not) coming
  kAgent,       // words of a person; author says who
  kUser,        // words of the user, in transcripts
  kNote,        // internal, never sent to the user
  kNotice,      // "Kim has joined", shown small
};

std::string_view ToString(MessageKind kind);
Result<MessageKind> MessageKindFrom(std::string_view name);

struct Button {
  std::string label;
  std::string value;  // comes back in Pressed; opaque to adapters
  bool operator==(const Button&) const = default;
};

// One line of a card: "Area: Messages". `key` is the slot or field, for machines.
struct Fact {
  std::string key;
  std::string label;
  std::string value;
  bool operator==(const Fact&) const = default;
};

// A file. `id` is random and unguessable; the bytes lie under the data directory, for a file that is still on its
// platform (`remote` says where, in the adapter's own words) as soon as it has been fetched.
struct FileRef {
  std::string id;
  std::string name;
  std::string type;  // media type, from the content
  std::int64_t size = 0;
  std::string remote = {};
  bool operator==(const FileRef&) const = default;
};

// One question of a form. Surfaces that show forms send all of its answers in one FilledForm; those that do not show
// the message's text and buttons, which ask the first of them.
struct FormField {
  std::string name;
  std::string label;
  std::string hint;
  std::string input;            // as Message::input
  std::vector<Button> options;  // of choice, multi and yesno; `value` is what is sent
  bool required = true;
  std::string error;  // what was wrong with the answer given before
  bool operator==(const FormField&) const = default;
};

struct Message {
  MessageKind kind = MessageKind::kSay;
  std::string subject;
  std::string author;  // display name of an agent; empty for the bot
  RichText text;
  bool asks = false;  // the last block of `text` is what the buttons answer: facts, files and source stand above it
  std::vector<Button> buttons;
  std::vector<Fact> facts;
  std::vector<FileRef> files;
  std::string source;       // of an answer: the article's title
  std::string source_href;  // and where it can be read; may be empty
  // What an open question accepts, so that a surface can offer the right control: "text", "choice", "yesno", "file" ...
  std::string input;
  std::vector<FormField> form;
  bool operator==(const Message&) const = default;
};

Message Say(std::string_view text);

std::string ToJson(const Message& message);
Result<Message> MessageFromJson(std::string_view json);

// The last block of the text where it is a question; empty where there is none.
RichText TakeQuestion(Message& message);

// What a terminal or a platform without markup shows; buttons become a numbered list.
std::string ToPlainText(const Message& message);

}  // namespace frontdesk::base
