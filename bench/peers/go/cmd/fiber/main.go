// Command fiber is the Fiber peer. Argument: sqlite (see package store), or cache: every book kept
// as its finished JSON bytes and nothing durable, the ceiling of the Go side.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"sync"

	"github.com/gofiber/fiber/v2"

	"peers/store"
)

// finished is the JSON of every book and of the first page.
type finished struct {
	mu    sync.RWMutex
	books map[int64][]byte
	page  []byte
}

func (f *finished) keep(book *store.Book) error {
	body, err := json.Marshal(book)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.books[book.ID] = body
	return nil
}

func finish(memory *store.Memory) (*finished, error) {
	f := &finished{books: map[int64][]byte{}}
	for _, book := range memory.Books() {
		if err := f.keep(book); err != nil {
			return nil, err
		}
	}
	page, err := memory.FirstPage()
	if err != nil {
		return nil, err
	}
	f.page, err = json.Marshal(page)
	return f, err
}

func sendFinished(c *fiber.Ctx, body []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(body)
}

func refuse(c *fiber.Ctx, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return c.SendStatus(fiber.StatusNotFound)
	}
	return err
}

func idOf(c *fiber.Ctx) int64 {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func routeReads(app *fiber.App, books store.Store) {
	app.Get("/livros/:id", func(c *fiber.Ctx) error {
		book, err := books.Get(idOf(c))
		if err != nil {
			return refuse(c, err)
		}
		return c.JSON(book)
	})
	app.Get("/livros", func(c *fiber.Ctx) error {
		page, err := books.FirstPage()
		if err != nil {
			return refuse(c, err)
		}
		return c.JSON(page)
	})
}

func routeFinishedReads(app *fiber.App, f *finished) {
	app.Get("/livros/:id", func(c *fiber.Ctx) error {
		f.mu.RLock()
		body, ok := f.books[idOf(c)]
		f.mu.RUnlock()
		if !ok {
			return refuse(c, store.ErrNotFound)
		}
		return sendFinished(c, body)
	})
	app.Get("/livros", func(c *fiber.Ctx) error { return sendFinished(c, f.page) })
}

func routeWrites(app *fiber.App, add func(*store.Book) error) {
	app.Post("/livros", func(c *fiber.Ctx) error {
		book := new(store.Book)
		if err := json.Unmarshal(c.Body(), book); err != nil || !book.Valid() {
			return c.SendStatus(fiber.StatusUnprocessableEntity)
		}
		if err := add(book); err != nil {
			return refuse(c, err)
		}
		c.Set(fiber.HeaderLocation, fmt.Sprintf("/livros/%d", book.ID))
		return c.Status(fiber.StatusCreated).JSON(book)
	})
}

func routeCache(app *fiber.App) error {
	memory, err := store.OpenMemory(os.Getenv("DATA"))
	if err != nil {
		return err
	}
	f, err := finish(memory)
	if err != nil {
		return err
	}
	routeFinishedReads(app, f)
	routeWrites(app, func(book *store.Book) error {
		if err := memory.Add(book); err != nil {
			return err
		}
		return f.keep(book)
	})
	return nil
}

func routeStore(app *fiber.App, kind string) error {
	books, err := store.Open(kind)
	if err != nil {
		return err
	}
	routeReads(app, books)
	routeWrites(app, books.Add)
	return nil
}

func route(app *fiber.App, kind string) error {
	if kind == "cache" {
		return routeCache(app)
	}
	return routeStore(app, kind)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: fiber cache|sqlite")
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	if err := route(app, os.Args[1]); err != nil {
		log.Fatal(err)
	}
	log.Fatal(app.Listen("127.0.0.1:" + os.Getenv("PORT")))
}
