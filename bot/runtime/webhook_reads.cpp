#include "bot/runtime/webhook_reads.h"

#include <algorithm>

#include "adapters/registry.h"
#include "adapters/webhook/reading.h"
#include "bot/core/conversation.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/rows.h"

namespace frontdesk::runtime {

namespace webhook = adapters::webhook;
using base::ErrorCode;

namespace {

// Of the account itself, or of a conversation that agents were shown there.
bool IsShownTo(const ServedAccount& account, const store::UploadRow& file, store::Store& store) {
  const std::string& name = account.settings.account;
  if (file.account == name) return true;
  const auto row = store.LoadConversation(file.conversation);
  const auto conversation = row ? core::FromRow(*row) : base::Result<core::Conversation>(tl::unexpected(row.error()));
  if (!conversation) return false;
  const auto& posts = conversation->desk_posts;
  return std::any_of(posts.begin(), posts.end(), [&](const core::DeskPost& post) { return post.at.account == name; });
}

net::HttpResponse NotHere() { return ErrorResponse(404, "not found", "There is nothing at this address."); }

}  // namespace

void WebhookReads::AddTo(Router& router) {
  router.Add("GET", "/hooks/*/replies", [this](Call call) { Hand(std::move(call), &WebhookReads::SendReplies); });
  router.Add("GET", "/hooks/*/files/*", [this](Call call) { Hand(std::move(call), &WebhookReads::SendFile); });
}

void WebhookReads::Hand(Call call, Read read) const {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(call.args.front());
  if (account == nullptr || account->adapter != adapters::FindAdapter("webhook")) return call.reply.Send(NotHere());
  const net::HttpReply reply = call.reply;
  const bool added = parts_.readers.Add(
      [this, served, account, read, call = std::move(call)] { call.reply.Send((this->*read)(call, *account)); });
  if (!added) reply.Send(BusyResponse());
}

net::HttpResponse WebhookReads::SendReplies(const Call& call, const ServedAccount& account) const {
  const adapters::Env env{parts_.clock.Now(), account.settings, {}, {}};
  const auto page = webhook::ReadPageRequest(ViewOf(call.request), env);
  if (!page) return ToResponse(account.adapter->Answer(tl::unexpected(page.error())));
  const auto replies = parts_.store.RepliesAfter(account.settings.account, page->after, static_cast<int>(page->limit));
  if (!replies) return ErrorResponse(replies.error());
  std::vector<webhook::AddressedRow> rows;
  for (const store::ReplyRow& row : replies->rows) rows.push_back({row.address, RowOf(row.words)});
  return JsonResponse(webhook::ReplyPage(replies->seen, rows, account.settings));
}

net::HttpResponse WebhookReads::SendFile(const Call& call, const ServedAccount& account) const {
  const adapters::Env env{parts_.clock.Now(), account.settings, {}, {}};
  const auto id = webhook::ReadFileRequest(ViewOf(call.request), env);
  if (!id) return ToResponse(account.adapter->Answer(tl::unexpected(id.error())));
  auto content = parts_.uploads.Read(*id);
  if (!content || !IsShownTo(account, content->row, parts_.store)) return NotHere();
  return FileResponse(content->row.file, std::move(content->bytes));
}

}  // namespace frontdesk::runtime
