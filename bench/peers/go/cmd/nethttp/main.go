// Command nethttp is the net/http peer. Argument: memory, sqlite or postgres (see package store).
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"

	"peers/store"
)

const bodyBytesMax = 1 << 20

type server struct{ books store.Store }

func reply(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(body)
}

func refuse(w http.ResponseWriter, err error) {
	if errors.Is(err, store.ErrNotFound) {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

func (s server) item(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		refuse(w, store.ErrNotFound)
		return
	}
	book, err := s.books.Get(id)
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, http.StatusOK, book)
}

func (s server) list(w http.ResponseWriter, _ *http.Request) {
	page, err := s.books.FirstPage()
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, http.StatusOK, page)
}

func (s server) create(w http.ResponseWriter, r *http.Request) {
	book := new(store.Book)
	body := http.MaxBytesReader(w, r.Body, bodyBytesMax)
	if err := json.NewDecoder(body).Decode(book); err != nil || !book.Valid() {
		http.Error(w, "invalid book", http.StatusUnprocessableEntity)
		return
	}
	if err := s.books.Add(book); err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Location", fmt.Sprintf("/livros/%d", book.ID))
	reply(w, http.StatusCreated, book)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: nethttp memory|sqlite|postgres")
	}
	books, err := store.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	s := server{books}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livros/{id}", s.item)
	mux.HandleFunc("GET /livros", s.list)
	mux.HandleFunc("POST /livros", s.create)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}
