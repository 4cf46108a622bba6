// Package store is the catalogue behind both Go peers: in memory, SQLite through mattn's driver, or
// PostgreSQL through pgx.
package store

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	_ "github.com/mattn/go-sqlite3"
)

// PageSize is the number of books on the first page, as in every server of the bench.
const PageSize = 50

const (
	selectOne = `SELECT id, titulo, autor, coalesce(isbn, ''), coalesce(editora, ''), coalesce(ano, 0),
		coalesce(idioma, ''), assuntos FROM livros WHERE id = ?`
	selectPage = `SELECT id, titulo, autor, coalesce(isbn, ''), coalesce(editora, ''), coalesce(ano, 0),
		coalesce(idioma, ''), assuntos FROM livros ORDER BY id LIMIT ?`
	insert = `INSERT INTO livros (titulo, autor, isbn, editora, ano, idioma, assuntos)
		VALUES (?, ?, nullif(?, ''), ?, ?, ?, ?)`
)

// Book is the book of the bench.
type Book struct {
	ID        int64    `json:"id"`
	Title     string   `json:"título"`
	Author    string   `json:"autor"`
	ISBN      string   `json:"isbn,omitempty"`
	Publisher string   `json:"editora,omitempty"`
	Year      int      `json:"ano,omitempty"`
	Language  string   `json:"idioma,omitempty"`
	Subjects  []string `json:"assuntos"`
}

// Valid tells whether the required fields are there.
func (b *Book) Valid() bool {
	return strings.TrimSpace(b.Title) != "" && strings.TrimSpace(b.Author) != ""
}

// ErrNotFound says that no book has the id.
var ErrNotFound = errors.New("not found")

// Store is what the servers ask for. Books it hands out are never changed afterwards.
type Store interface {
	Get(id int64) (*Book, error)
	FirstPage() ([]*Book, error)
	Add(b *Book) error
}

// Open makes the store of a kind: "memory" reads $DATA (NDJSON), "sqlite" opens $DB,
// "postgres" connects to $DSN.
func Open(kind string) (Store, error) {
	switch kind {
	case "memory":
		return OpenMemory(os.Getenv("DATA"))
	case "sqlite":
		return openSqlite(os.Getenv("DB"))
	case "postgres":
		return openPostgres(os.Getenv("DSN"))
	}
	return nil, fmt.Errorf("%q is not one of memory, sqlite, postgres", kind)
}

// Memory keeps the books in a map and in order; nothing is durable.
type Memory struct {
	mu      sync.RWMutex
	byID    map[int64]*Book
	inOrder []*Book
}

// OpenMemory loads an NDJSON file.
func OpenMemory(path string) (*Memory, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m := &Memory{byID: map[int64]*Book{}}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		b := new(Book)
		if err := json.Unmarshal(lines.Bytes(), b); err != nil {
			return nil, err
		}
		m.byID[b.ID] = b
		m.inOrder = append(m.inOrder, b)
	}
	return m, lines.Err()
}

// Books are all books in the order of their ids.
func (m *Memory) Books() []*Book {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.inOrder
}

// Get finds a book.
func (m *Memory) Get(id int64) (*Book, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if b, ok := m.byID[id]; ok {
		return b, nil
	}
	return nil, ErrNotFound
}

// FirstPage lists the books with the lowest ids.
func (m *Memory) FirstPage() ([]*Book, error) {
	books := m.Books()
	return books[:min(PageSize, len(books))], nil
}

// Add gives the book an id and keeps it.
func (m *Memory) Add(b *Book) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	b.ID = int64(len(m.inOrder) + 1)
	m.byID[b.ID] = b
	m.inOrder = append(m.inOrder, b)
	return nil
}

// sqlite has a pool of readers and one writing connection; WAL and synchronous=FULL make a
// returned Add durable.
type sqlite struct{ get, page, add *sql.Stmt }

func openSqlite(path string) (*sqlite, error) {
	dsn := "file:" + path +
		"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_cache_size=-65536"
	readers, err := sql.Open("sqlite3", dsn+"&_query_only=true")
	if err != nil {
		return nil, err
	}
	connections := max(4, runtime.NumCPU())
	readers.SetMaxOpenConns(connections)
	readers.SetMaxIdleConns(connections)
	writer, err := sql.Open("sqlite3", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	s := &sqlite{}
	if s.get, err = readers.Prepare(selectOne); err != nil {
		return nil, err
	}
	if s.page, err = readers.Prepare(selectPage); err != nil {
		return nil, err
	}
	s.add, err = writer.Prepare(insert)
	return s, err
}

type row interface{ Scan(...any) error }

func scan(r row) (*Book, error) {
	b := new(Book)
	var subjects []byte
	err := r.Scan(&b.ID, &b.Title, &b.Author, &b.ISBN, &b.Publisher, &b.Year, &b.Language, &subjects)
	if err != nil {
		return nil, err
	}
	return b, json.Unmarshal(subjects, &b.Subjects)
}

func (s *sqlite) Get(id int64) (*Book, error) {
	b, err := scan(s.get.QueryRow(id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return b, err
}

func (s *sqlite) FirstPage() ([]*Book, error) {
	rows, err := s.page.Query(PageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	books := []*Book{}
	for rows.Next() {
		b, err := scan(rows)
		if err != nil {
			return nil, err
		}
		books = append(books, b)
	}
	return books, rows.Err()
}

func (s *sqlite) Add(b *Book) error {
	subjects, err := json.Marshal(b.Subjects)
	if err != nil {
		return err
	}
	r, err := s.add.Exec(b.Title, b.Author, b.ISBN, b.Publisher, b.Year, b.Language, string(subjects))
	if err != nil {
		return err
	}
	b.ID, err = r.LastInsertId()
	return err
}
