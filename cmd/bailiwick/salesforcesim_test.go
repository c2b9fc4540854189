package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"
)

func TestSalesforceSim_PrintsHowToConnectAndServes(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	var errOut bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"salesforce-sim", "--listen", "127.0.0.1:0", "--accounts", "50", "--seed", "3", "--faults", "429=0"}, bytes.NewReader(nil), in, &errOut)
		in.Close()
		ended <- code
	}()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("nothing was printed: %s", &errOut)
	}
	var about struct {
		URL, ClientID, ClientSecret string
		Accounts                    int
	}
	if err := json.Unmarshal(lines.Bytes(), &about); err != nil || about.Accounts != 50 {
		t.Fatalf("%s: %v", lines.Text(), err)
	}
	answer, err := http.PostForm(about.URL+"/services/oauth2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {about.ClientID}, "client_secret": {about.ClientSecret}})
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("token: %v %v", answer, err)
	}
	answer.Body.Close()
	stop()
	if lines.Scan() {
		t.Errorf("more than one line was printed: %s", lines.Text())
	}
	if code := <-ended; code != exitOK {
		t.Errorf("exit code %d: %s", code, &errOut)
	}
	if code := run(t.Context(), []string{"salesforce-sim", "--faults", "magic=1"}, bytes.NewReader(nil), io.Discard, &errOut); code != exitRefused {
		t.Errorf("an unknown fault: exit code %d", code)
	}
}
