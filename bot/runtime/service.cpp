#include "bot/runtime/service.h"

#include <malloc.h>

#include <optional>

#include "adapters/registry.h"
#include "bot/base/log.h"
#include "bot/core/undelivered.h"
#include "bot/net/guarded_http_client.h"
#include "bot/runtime/console_routes.h"
#include "bot/runtime/health.h"
#include "bot/runtime/hook_routes.h"
#include "bot/runtime/housekeeping.h"
#include "bot/runtime/key_sets.h"
#include "bot/runtime/open_answers.h"
#include "bot/runtime/pages.h"
#include "bot/runtime/pulling.h"
#include "bot/runtime/secret_file.h"
#include "bot/runtime/senders.h"
#include "bot/runtime/socket_accounts.h"
#include "bot/runtime/threads.h"
#include "bot/runtime/typing_signs.h"
#include "bot/runtime/visitor_routes.h"
#include "bot/runtime/webhook_reads.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"

namespace frontdesk::runtime {

namespace {

const base::SystemClock kSystemClock;

std::string UrlOf(const ListenAddress& listen, unsigned short port, bool tls) {
  // An address that means "all" is no address to open in a browser.
  std::string host = listen.host == "0.0.0.0" || listen.host == "::" ? "localhost" : listen.host;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

const adapters::Adapter& WebAdapter() { return *adapters::FindAdapter("web"); }

}  // namespace

// In the order of construction: what stands later uses what stands earlier.
class Service::Parts {
 public:
  Parts(ServiceOptions options, std::unique_ptr<LiveWorkspace> workspace, store::DataLock lock,
        std::unique_ptr<store::Store> store, std::unique_ptr<net::HttpClient> guarded, const base::Clock& clock)
      : clock_(clock),
        lock_(std::move(lock)),
        store_(std::move(store)),
        workspace_(std::move(workspace)),
        data_(workspace_->Current()->workspace.config.data),
        visitors_(*store_),
        consoles_(*store_),
        feed_(visitors_, consoles_),
        writer_(*store_, feed_),
        wallboard_(*store_),
        trusted_(net::NewPlatformHttpClient()),
        guarded_(std::move(guarded)),
        calls_(*trusted_, *guarded_, clock, random_),
        uploads_(data_ + "/" + store::kUploadsFolder, *store_, writer_, clock, random_),
        keys_(calls_, clock, random_),
        senders_({*workspace_, *store_, uploads_, calls_, feed_, open_answers_}, WebAdapter(), xmpp_, *guarded_,
                 {*store_, clock,
                  [this](base::Event event, core::Intake::Done done) {
                    intake_.Take(std::move(event), true, std::move(done));
                  }}),
        outbox_(
            *store_, writer_, clock, [this](const store::OutboxRow& row) { return senders_.Find(row); },
            [this](const store::OutboxRow& row, std::function<void()> noted) { NoteUndelivered(row, noted); }),
        intake_(
            *store_, writer_, clock, [this] { return workspace_->Current()->workspace.catalog; },
            [this](const std::string& account) { return TraitsOf(account); }, kShards, options.queued_events,
            &wallboard_),
        after_queue_(kMaxWaitingAfter),
        after_(calls_, *store_, uploads_, after_queue_),
        pulling_({*workspace_, *store_, writer_, intake_, calls_, after_, clock, random_}),
        web_sockets_(net::NewPlatformWsClient()),
        sockets_({*workspace_, *web_sockets_, intake_, pulling_, calls_, after_, clock, random_}),
        sessions_(*store_, writer_, clock, random_),
        readers_(kMaxWaitingReads),
        passwords_(kMaxWaitingPasswords),
        files_(kMaxWaitingFiles),
        forgetting_(*store_, writer_, uploads_, *workspace_, clock),
        housekeeping_({*store_, writer_, intake_, visitors_, consoles_, sessions_, wallboard_, clock, &forgetting_}),
        visitor_routes_({*workspace_, *store_, intake_, visitors_, uploads_, readers_, files_, clock, random_}),
        webhook_reads_({*workspace_, *store_, uploads_, readers_, clock}),
        hook_routes_({*workspace_, intake_, keys_, open_answers_, pulling_, after_, clock, random_}),
        typing_(*workspace_, visitors_, calls_, after_queue_),
        console_routes_({*store_, intake_, *workspace_, sessions_, consoles_, uploads_, wallboard_, typing_, readers_,
                         passwords_, files_, clock}),
        pages_(options.web, *workspace_, clock),
        health_({*store_, intake_, writer_, outbox_, feed_, *workspace_, readers_, passwords_, files_, clock, xmpp_,
                 sockets_, [this] { return http_->counters(); }}) {
    feed_.SetOutbox(outbox_);
    feed_.SetWallboard(wallboard_);
    visitor_routes_.AddTo(router_);
    webhook_reads_.AddTo(router_);  // before the hooks, whose pattern fits its paths too
    hook_routes_.AddTo(router_);
    console_routes_.AddTo(router_);
    pages_.AddTo(router_);
    health_.AddTo(router_);
    workspace_->OnProblem([this] { consoles_.ShowWorkspaceChange(); });
    workspace_->OnReload([this] {
      calls_.ForgetTokens();
      StartSenders();
      StartPulling();
      StartSockets();
      housekeeping_.ReplayAllParked();
    });
  }

  base::Status Prepare(const std::string& listen) {
    TRY(base::Secret key, ReadOrMakeSecret(data_ + "/" + store::kVisitorKeyFile, random_));
    workspace_->SetVisitorKey(std::move(key));
    TRY_STATUS(uploads_.Prepare());
    TRY_STATUS(wallboard_.Fill(clock_.Now()));
    TRY_STATUS(xmpp_.Open(*workspace_->Current(), {*store_, writer_, intake_, clock_, random_}));
    return OpenHttp(listen);
  }

  base::Status Start() {
    threads_.Start("writer", [this] { writer_.Run(); });
    threads_.Start("feed", [this] { feed_.Run(); });
    running_ = true;
    TRY_STATUS(outbox_.Recover());
    threads_.Start("outbox", [this] { outbox_.Run(); });
    for (int i = 0; i < kEffectThreads; ++i) threads_.Start("effects", [this] { outbox_.RunEffects(); });
    StartSenders();
    threads_.Start("keys", [this] { keys_.Run(); });
    threads_.Start("answers", [this] { open_answers_.Run(); });
    threads_.Start("after", [this] { after_queue_.Run(); });
    for (std::size_t i = 0; i < intake_.shards(); ++i) threads_.Start("shard", [this, i] { intake_.RunShard(i); });
    for (std::size_t i = 0; i < kReaders; ++i) threads_.Start("reader", [this] { readers_.Run(); });
    threads_.Start("passwords", [this] { passwords_.Run(); });
    threads_.Start("files", [this] { files_.Run(); });
    for (XmppAccount* account : xmpp_.all()) threads_.Start("xmpp", [account] { account->Run(); });
    if (!xmpp_.all().empty()) threads_.Start("xmpp-care", [this] { xmpp_.RunTicks(); });
    StartPulling();
    StartSockets();
    threads_.Start("housekeeping", [this] { housekeeping_.Run(); });
    threads_.Start("reload", [this] { workspace_->Run(); });
    threads_.Start("io", [this] { http_->Run(); });
    return {};
  }

  // Each part stops before those that it uses.
  void Drain(base::Millis at_most) {
    if (!running_) return;
    running_ = false;
    http_->Drain(at_most);
    threads_.Join("io");
    workspace_->Stop();
    threads_.Join("reload");
    sockets_.Stop();
    threads_.Join("socket");
    keys_.Stop();
    threads_.Join("keys");
    pulling_.Stop();
    threads_.Join("pulling");
    housekeeping_.Stop();
    threads_.Join("housekeeping");
    passwords_.Stop();
    threads_.Join("passwords");
    files_.Stop();
    threads_.Join("files");
    readers_.Stop();
    threads_.Join("reader");
    intake_.Stop();
    threads_.Join("shard");
    outbox_.Stop();
    xmpp_.Stop();  // what is on its way is still acknowledged; what comes in now is parked
    threads_.Join("outbox");
    threads_.Join("sender");
    threads_.Join("effects");
    open_answers_.Stop();
    threads_.Join("answers");
    after_queue_.Stop();
    threads_.Join("after");
    threads_.Join("xmpp-care");
    threads_.Join("xmpp");
    web_sockets_->Stop();
    threads_.Join("ws");
    if (sender_threads_ > 0) net::StopPlatformIo();
    threads_.Join("platform-io");
    writer_.Stop();
    threads_.Join("writer");
    feed_.Stop();
    threads_.Join("feed");
    (void)store_->Checkpoint();
  }

  ~Parts() { Drain(kLongestDrain); }

  const std::string& url() const { return url_; }
  unsigned short port() const { return http_->port(); }
  void Reload() { workspace_->RequestReload(); }

 private:
  base::Status OpenHttp(const std::string& listen) {
    const Config& config = workspace_->Current()->workspace.config;
    TRY(const ListenAddress address, ParseListen(listen.empty() ? config.listen : listen));
    net::HttpServerOptions options;
    options.address = address.host;
    options.port = address.port;
    options.certificate_file = config.tls.certificate;
    options.key_file = config.tls.key;
    options.connections_per_address = config.limits.connections_per_address;
    options.trusted_proxies = config.limits.trusted_proxies;
    options.body_memory = kBodyMemory;
    const auto limits = [this](const std::string& method, const std::string& path) {
      return router_.LimitsOf(method, path);
    };
    const auto handler = [this](net::HttpRequest request, net::HttpReply reply) {
      router_.Handle(std::move(request), std::move(reply));
    };
    TRY(http_, net::HttpServer::Open(std::move(options), limits, handler));
    url_ = UrlOf(address, http_->port(), !config.tls.certificate.empty());
    return {};
  }

  core::AccountTraits TraitsOf(const std::string& account) const {
    const auto served = workspace_->Current();
    const ServedAccount* known = served->FindAccount(account);
    if (known == nullptr) return {};
    const adapters::Capabilities& capabilities = known->adapter->capabilities();
    return {capabilities.deduplicates_sends,
            capabilities.forms,
            known->identity,
            !known->identity.empty() && capabilities.knows_users,
            capabilities.reply_window,
            capabilities.edits,
            known->adapter->profiles() != nullptr};
  }

  void NoteUndelivered(const store::OutboxRow& row, std::function<void()> noted) {
    const auto conversation = store_->LoadConversation(row.conversation);
    if (!conversation) return noted();
    intake_.Take(core::UndeliveredEvent(row, conversation->address, clock_.Now()), false,
                 [noted = std::move(noted)](const base::Status&) { noted(); });
  }

  // Two threads for each account that waits for a platform's answers, so that none waits for another's.
  void StartSenders() {
    std::size_t accounts = 0;
    for (const auto& [name, account] : workspace_->Current()->accounts)
      if (account.adapter != &WebAdapter()) ++accounts;
    if (accounts > 0 && sender_threads_ == 0) {
      for (int i = 0; i < kPlatformIoThreads; ++i) threads_.Start("platform-io", [] { net::RunPlatformIo(); });
    }
    for (; sender_threads_ < 2 * accounts; ++sender_threads_) threads_.Start("sender", [this] { outbox_.RunSender(); });
  }

  void StartPulling() {
    pulling_.Begin([this](PulledAccount& account) { threads_.Start("pulling", [&account] { account.Run(); }); });
  }

  void StartSockets() {
    sockets_.Begin([this](SocketAccount& account) {
      if (!web_sockets_run_) threads_.Start("ws", [this] { web_sockets_->Run(); });
      web_sockets_run_ = true;
      threads_.Start("socket", [&account] { account.Run(); });
    });
  }

  const base::Clock& clock_;
  base::SystemRandom random_;
  store::DataLock lock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<LiveWorkspace> workspace_;
  const std::string data_;
  VisitorStreams visitors_;
  ConsoleStreams consoles_;
  LiveFeed feed_;
  core::Writer writer_;
  core::Wallboard wallboard_;
  std::unique_ptr<net::HttpClient> trusted_;
  std::unique_ptr<net::HttpClient> guarded_;
  PlatformCalls calls_;
  Uploads uploads_;
  OpenAnswers open_answers_;
  KeySets keys_;
  XmppAccounts xmpp_;
  Senders senders_;
  core::Outbox outbox_;
  core::Intake intake_;
  WorkQueue after_queue_;
  AfterCommit after_;
  Pulling pulling_;
  std::unique_ptr<net::WsClient> web_sockets_;
  SocketAccounts sockets_;
  ConsoleSessions sessions_;
  WorkQueue readers_;
  WorkQueue passwords_;
  WorkQueue files_;
  Forgetting forgetting_;
  Housekeeping housekeeping_;
  Router router_;
  VisitorRoutes visitor_routes_;
  WebhookReads webhook_reads_;
  HookRoutes hook_routes_;
  TypingSigns typing_;
  ConsoleRoutes console_routes_;
  Pages pages_;
  Health health_;
  std::string url_;
  std::unique_ptr<net::HttpServer> http_;
  Threads threads_;
  std::size_t sender_threads_ = 0;
  bool web_sockets_run_ = false;
  bool running_ = false;
};

base::Result<std::unique_ptr<Service>> Service::Open(ServiceOptions options) {
  const base::Clock& clock = options.clock ? *options.clock : kSystemClock;
  auto workspace = std::make_unique<LiveWorkspace>(options.directory, clock);
  TRY_STATUS(workspace->Load());
  const std::string data = workspace->Current()->workspace.config.data;
  TRY(store::DataLock lock, store::LockDataDirectory(data));
  TRY(auto store, store::OpenSqliteStore(data + "/" + store::kDatabaseFile, clock));
  const auto& allow_hosts = workspace->Current()->workspace.config.limits.allow_hosts;
  TRY(auto guarded, net::NewGuardedHttpClient({.policy = {allow_hosts}}));
  const std::string listen = options.listen;
  auto parts = std::make_unique<Parts>(std::move(options), std::move(workspace), std::move(lock), std::move(store),
                                       std::move(guarded), clock);
  TRY_STATUS(parts->Prepare(listen));
  TRY_STATUS(parts->Start());
  // What reading the workspace has left behind goes back to the system.
  malloc_trim(0);
  return std::unique_ptr<Service>(new Service(std::move(parts)));
}

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Service::~Service() = default;

const std::string& Service::url() const { return parts_->url(); }
unsigned short Service::port() const { return parts_->port(); }
void Service::Reload() { parts_->Reload(); }
void Service::Drain(base::Millis at_most) { parts_->Drain(at_most); }

}  // namespace frontdesk::runtime
