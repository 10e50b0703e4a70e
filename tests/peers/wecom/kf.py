"""Another client of WeChat customer service beside ours: kf.py OURS THEIRS

OURS: the requests that we make, a line each. The client makes the same calls to a server on loopback, and what arrives
there must be what we send. THEIRS becomes callbacks that the client's own crypto has sealed, for our side to read.
"""

import json
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer

from wechatpy.work import WeChatClient
from wechatpy.work.crypto import WeChatCrypto

CUSTOMER, ACCOUNT, MSGID = "wmAda-Q_1", "wkOne", "fd-42-1700000000-0"
ODD = '您好 😀 "]]>" <b>\\ \n第二行'
MENU = [{"type": "click", "click": {"id": "fd/verdict:yes", "content": "解决了"}},
        {"type": "click", "click": {"id": "fd/verdict:no", "content": "没有"}}]
CALLS = {
    "text": lambda c: c.kf_message.send_text(CUSTOMER, ACCOUNT, ODD, MSGID),
    "menu": lambda c: c.kf_message.send_msgmenu(CUSTOMER, ACCOUNT, "先做这个。\n解决了吗？", MENU, "", MSGID),
    "image": lambda c: c.kf_message.send_image(CUSTOMER, ACCOUNT, "MEDIA-1", MSGID),
    "voice": lambda c: c.kf_message.send_voice(CUSTOMER, ACCOUNT, "MEDIA-1", MSGID),
    "video": lambda c: c.kf_message.send_video(CUSTOMER, ACCOUNT, "MEDIA-1", MSGID),
    "file": lambda c: c.kf_message.send_file(CUSTOMER, ACCOUNT, "MEDIA-1", MSGID),
    "pull": lambda c: c.kf.sync_msg("ENC1", ACCOUNT, "c1", 100),
    "state": lambda c: c.kf.get_service_state(ACCOUNT, CUSTOMER),
    "to the bot": lambda c: c.kf.trans_service_state(ACCOUNT, CUSTOMER, 1),
    "to the pool": lambda c: c.kf.trans_service_state(ACCOUNT, CUSTOMER, 2),
    "to a servicer": lambda c: c.kf.trans_service_state(ACCOUNT, CUSTOMER, 3, "lisi"),
    "customer": lambda c: c.kf.batchget_customer([CUSTOMER]),
    "welcome": lambda c: c.kf.send_msg_on_event("WC", "text", {"text": {"content": ODD}}, MSGID),
}
# What only one of the two says, although both mean the same: AMR is the format of voice without it, too.
OURS_ALONE = {"pull": {"voice_format": 0}}
seen = []


class Platform(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        seen.append({"target": self.path, "body": json.loads(body)})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"errcode":0,"errmsg":"ok"}')

    def log_message(self, *_):
        pass


def without_empty(value):
    if isinstance(value, dict):
        return {k: without_empty(v) for k, v in value.items() if v != ""}
    return [without_empty(v) for v in value] if isinstance(value, list) else value


def differs(one, client):
    seen.clear()
    CALLS[one["what"]](client)
    theirs = seen[0]
    body = dict(theirs["body"], **OURS_ALONE.get(one["what"], {}))
    same = theirs["target"] == one["target"] and without_empty(body) == one["body"]
    if not same:
        print("differs:", json.dumps(one, ensure_ascii=False), "theirs:", json.dumps(theirs, ensure_ascii=False))
    return not same


def callbacks(path):
    crypto = WeChatCrypto("ThrowAwayTok3n", "hfum2c7PxCqn4kgPvnL7Z/XmSkqphuIrseXPane2Xcc", "ww7e57c0de0badf00d")
    with open(path, "w", encoding="utf-8") as out:
        for i in range(120):
            account, token, nonce, time = f"wk{'a' * i}"[:60], f"ENC{'x' * i}", str(1372623149 + i), "1700000000"
            news = (f"<xml><ToUserName><![CDATA[ww7e57c0de0badf00d]]></ToUserName><CreateTime>1700000000</CreateTime>"
                    f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
                    f"<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{account}]]></OpenKfId></xml>")
            sealed = crypto.encrypt_message(news, nonce, time)
            signature = sealed.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
            query = urllib.parse.urlencode({"msg_signature": signature, "timestamp": time, "nonce": nonce})
            out.write(json.dumps({"query": query, "body": sealed, "account": account, "token": token}) + "\n")


def main(ours, theirs):
    server = HTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = WeChatClient("ww7e57c0de0badf00d", "secret", access_token="the-token")
    client.API_BASE_URL = f"http://127.0.0.1:{server.server_port}/cgi-bin/"
    with open(ours, encoding="utf-8") as lines:
        requests = [json.loads(line) for line in lines]
    wrong = [one for one in requests if differs(one, client)]
    callbacks(theirs)
    server.shutdown()
    print(f"{len(requests)} requests to customer service, {len(wrong)} differ from another client's")
    return 1 if wrong or {one["what"] for one in requests} != set(CALLS) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
